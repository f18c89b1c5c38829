import type { ProgramOutput } from '../../../src/host/host.js';

/** One recorded run of a program. */
export interface RecordedRun {
  args: readonly string[];
  output: ProgramOutput;
}

/**
 * What a recorded program prints for `args`: the output of that very call, else the asked columns of a recorded
 * query that had more of them. A field that is not among those is answered as nvidia-smi answers it. Null when
 * nothing like it was recorded.
 */
export function recordedOutput(runs: readonly RecordedRun[], args: readonly string[]): ProgramOutput | null {
  const same = runs.find((run) => run.args.join('\0') === args.join('\0'));
  if (same !== undefined) return same.output;
  const requested = queryOf(args);
  if (requested === null) return null;
  for (const { args: recorded, output } of runs) {
    const table = queryOf(recorded);
    if (table?.form === requested.form && output.exitCode === 0)
      return columnsOf(output, table.fields, requested.fields);
  }
  return null;
}

/** `--query-gpu=name,uuid --format=csv` as its fields and everything else of the call. */
function queryOf(args: readonly string[]): { form: string; fields: string[] } | null {
  const query = args.find((arg) => /^--query-[a-z-]+=/.test(arg));
  if (query === undefined) return null;
  const [name = '', fields = ''] = query.split('=');
  return { form: args.map((arg) => (arg === query ? name : arg)).join('\0'), fields: fields.split(',') };
}

function columnsOf(
  output: ProgramOutput,
  recorded: readonly string[],
  requested: readonly string[],
): ProgramOutput {
  const unknown = requested.find((field) => !recorded.includes(field));
  if (unknown !== undefined) {
    return {
      exitCode: 2,
      crash: null,
      stdout: `Field "${unknown}" is not a valid field to query.\n\n`,
      stderr: '',
    };
  }
  const lines = output.stdout.split('\n').map((line) => {
    if (line === '') return line;
    const cells = line.split(', ');
    if (cells.length !== recorded.length) throw new Error(`the recorded table has a broken row: ${line}`);
    return requested.map((field) => cells[recorded.indexOf(field)]).join(', ');
  });
  return { ...output, stdout: lines.join('\n') };
}
