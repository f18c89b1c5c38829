/**
 * Machines of files, of any size: processors, mounts, interfaces, processes and cards. What changes on a real one from
 * second to second changes here too: without that nothing would have to be read anew.
 */
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  digits,
  diskstatsText,
  interfaceFiles,
  meminfoText,
  mountFiles,
  netDevText,
  processFiles,
  processStat,
  processorFiles,
  range,
  statText,
  staticFiles,
} from './grown-files.mjs';
import { byLibrary, driverVersion, withoutCards } from './nvidia.mjs';

/** A small machine. */
export const smallest = { cpus: 4, mounts: 3, interfaces: 2, processes: 100, cards: 1 };

/** Writes such a machine into `folder`, and gives the settings of a service on it and what moves it on. */
export function grownMachine(folder, sizes) {
  const { cpus, mounts, interfaces, processes, cards } = { ...smallest, ...sizes };
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const files = [
    ...processorFiles(cpus),
    ...mountFiles(mounts),
    ...interfaceFiles(interfaces),
    ...staticFiles,
    ...range(processes, (place) => processFiles(place + 2)).flat(),
  ];
  for (const [path, text] of files) write(path, text);
  for (let place = 0; place < mounts; place += 1)
    mkdirSync(join(folder, `root/mnt/${place}`), { recursive: true });
  symlinkSync('1/net', join(folder, 'proc/net'));
  const moving = [
    ['proc/stat', (turn) => statText(cpus, turn)],
    ['proc/1/net/dev', (turn) => netDevText(interfaces, turn)],
    ['proc/diskstats', (turn) => diskstatsText(mounts, turn)],
    ['proc/meminfo', (turn) => meminfoText(turn)],
    ['proc/uptime', (turn) => `${digits(1_000_000 + turn, 8)}.00 ${digits(2_000_000, 8)}.00\n`],
    // One in ten does something in a second.
    ...range(Math.ceil(processes / 10), (place) => [
      `proc/${place * 10 + 2}/stat`,
      (turn) => processStat(place * 10 + 2, turn),
    ]),
  ];
  for (const [path, textAt] of moving) write(path, textAt(0));
  const descriptors = moving.map(([path, textAt]) => ({ textAt, file: openSync(join(folder, path), 'r+') }));
  let turn = 0;
  const move = () => {
    turn += 1;
    // In place and of the same length: nobody who reads finds half of it, and a kept descriptor finds the new.
    for (const { textAt, file } of descriptors) writeSync(file, textAt(turn), 0);
  };
  const close = () => descriptors.forEach(({ file }) => closeSync(file));
  return { settings: settingsOf(folder, withoutCards === false ? cards : 0), move, close };
}

function settingsOf(folder, cards) {
  const proc = join(folder, 'proc');
  if (cards > 0) driverVersion(proc);
  return {
    SYSMON_ROOT: join(folder, 'root'),
    SYSMON_SYS: join(folder, 'sys'),
    ...(cards > 0 ? byLibrary(folder, { count: cards, proc }) : { SYSMON_PROC: proc, SYSMON_NVML: 'off' }),
    ...{ SYSMON_ROCM_SMI: '/nothing', SYSMON_AMD_SMI: '/nothing' },
  };
}
