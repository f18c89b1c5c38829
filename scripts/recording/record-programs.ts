import { asFailure } from '../../src/failures.js';
import type { Host, Program } from '../../src/host/host.js';
import { maskTable } from './mask-file.js';
import type { Masking } from './masking.js';
import type { Recording } from './recording.js';

interface RecordedCommand {
  program: string;
  args: readonly string[];
  exitCode: number | null;
  stdout?: string;
  stderr?: string;
}

const deadline = 30_000;
const csv = '--format=csv,noheader,nounits';
const rocmSmiArguments = [
  ...['--showproductname', '--showuse', '--showmeminfo', 'vram', '--showtemp', '--showpower', '--showfan'],
  ...['--showclocks', '--showmemuse', '--showbus', '--json'],
];

/** Records what the graphics programs print, as far as they are installed. */
export async function recordPrograms(host: Host, recording: Recording, masking: Masking): Promise<void> {
  const commands: RecordedCommand[] = [];
  const { nvidiaSmi, rocmSmi, amdSmi, tegrastats } = host.programs;
  const call = async (program: Program, args: readonly string[], file: string, columns?: string[]) => {
    try {
      const { exitCode, stdout, stderr } = await program.run(args, { deadline });
      const shown = columns === undefined || exitCode !== 0 ? stdout : maskTable(masking, columns, stdout);
      const parts = Object.entries({ stdout: shown, stderr }).filter(([, text]) => text !== '');
      for (const [part, text] of parts) recording.add(`commands/${file}.${part}`, text);
      const files = Object.fromEntries(parts.map(([part]) => [part, `${file}.${part}`]));
      commands.push({ program: program.name, args, exitCode, ...files });
      return stdout;
    } catch (thrown) {
      recording.note(asFailure(thrown).message);
      return null;
    }
  };
  const round = async (program: Program, args: readonly string[], file: string) => {
    try {
      const { text } = await program.follow(args, { interval: 1_000 }).latest(3_000);
      recording.add(`commands/${file}.stdout`, text);
      commands.push({ program: program.name, args, exitCode: 0, stdout: `${file}.stdout` });
    } catch (thrown) {
      recording.note(asFailure(thrown).message);
    }
  };
  const table = async (query: string) => {
    const help = await call(nvidiaSmi, [`--help-${query}`], `nvidia-smi-help-${query}`);
    const fields = fieldNames(help ?? '');
    // Every field under each of its names, so that the recording answers whatever is asked for.
    if (fields.length > 0) {
      await call(nvidiaSmi, [`--${query}=${fields.join(',')}`, csv], `nvidia-smi-${query}`, fields);
    }
  };
  if ((await call(nvidiaSmi, ['-L'], 'nvidia-smi-list')) !== null) {
    await table('query-gpu');
    await table('query-compute-apps');
  }
  await call(rocmSmi, rocmSmiArguments, 'rocm-smi');
  if ((await call(amdSmi, ['list', '--json'], 'amd-smi-list')) !== null) {
    await call(amdSmi, ['metric', '--json'], 'amd-smi-metric');
    await call(amdSmi, ['static', '--asic', '--driver', '--json'], 'amd-smi-static');
  }
  await round(tegrastats, ['--interval', '1000'], 'tegrastats');
  if (commands.length > 0) recording.add('commands/commands.json', `${JSON.stringify(commands, null, 2)}\n`);
}

/** The names in nvidia-smi's help on a query: lines such as `"clocks.current.sm" or "clocks.sm"`. */
export function fieldNames(help: string): string[] {
  const lines = help.split('\n').filter((line) => /^"[\w.]+"(?: or "[\w.]+")*\s*$/.test(line));
  return [
    ...new Set(lines.flatMap((line) => [...line.matchAll(/"([\w.]+)"/g)].map(([, name]) => name ?? ''))),
  ];
}
