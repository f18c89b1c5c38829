/**
 * NVIDIA cards for machines that have none: the library of the tests, and a program of C, both of eight cards unless
 * told otherwise. They need a C compiler.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nvmlStandIn, withoutCompiler } from '../../dist/test/helpers/machines/nvml-stand-in.js';

const own = (path) => fileURLToPath(new URL(path, import.meta.url));
const recorded = own('../../test/fixtures/hosts/linux-x64__server-128-threads/commands');

/** Why there can be no cards; false where there can. */
export const withoutCards = withoutCompiler;

/** Settings of a service that sees `count` cards through the library. */
export function byLibrary(folder, { count = 8, proc = withDriver(folder) } = {}) {
  mkdirSync(join(folder, 'library'), { recursive: true });
  const library = nvmlStandIn(join(folder, 'library'));
  library.does({ count, processes: 4 });
  return { SYSMON_PROC: proc, SYSMON_NVML: library.path, SYSMON_NVIDIA_SMI: '/nothing' };
}

/** Settings of one that sees eight through the program. */
export function byProgram(folder) {
  const programs = join(folder, 'programs');
  mkdirSync(programs, { recursive: true });
  const path = join(programs, 'nvidia-smi');
  execFileSync('cc', ['-O1', '-o', path, own('nvidia-smi.c')]);
  const text = (name) => readFileSync(join(recorded, name), 'utf8');
  writeFileSync(join(programs, 'help'), text('help-query-gpu.txt'));
  writeFileSync(join(programs, 'cards'), cardsOf(text('commands.json'), text('query-gpu.csv')));
  const card = 'GPU-00000000-0000-0000-0000-00000000000';
  const apps = Array.from(
    { length: 32 },
    (_, place) => `${4000 + place}, python3, 18000, ${card}${(place % 8) + 1}`,
  );
  writeFileSync(join(programs, 'apps'), `${apps.join('\n')}\n`);
  return { SYSMON_PROC: withDriver(folder), SYSMON_NVML: 'off', SYSMON_NVIDIA_SMI: path };
}

/** What a driver that is loaded shows of itself in /proc. */
export function driverVersion(proc) {
  mkdirSync(join(proc, 'driver/nvidia'), { recursive: true });
  const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  Tue Nov 11 00:00:00 UTC 2026\n';
  writeFileSync(join(proc, 'driver/nvidia/version'), version);
}

/** The /proc of this machine, with what the driver shows besides; made once in each folder. */
function withDriver(folder) {
  const proc = join(folder, 'proc-with-driver');
  if (readdirSync(folder).includes('proc-with-driver')) return proc;
  driverVersion(proc);
  for (const name of readdirSync('/proc'))
    if (name !== 'driver') symlinkSync(`/proc/${name}`, join(proc, name));
  return proc;
}

/** The recorded rows as lines of `field=value`. */
function cardsOf(commands, rows) {
  const queries = JSON.parse(commands).flatMap(({ args }) => args);
  const query = queries.find((one) => one.startsWith('--query-gpu='))?.slice('--query-gpu='.length) ?? '';
  const fields = query.split(',');
  const cards = rows.trimEnd().split('\n');
  const lines = cards.map((row) =>
    row
      .split(', ')
      .map((value, place) => `${fields[place]}=${value}\n`)
      .join(''),
  );
  return lines.join('\n');
}
