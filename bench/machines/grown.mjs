/**
 * Machines of files, of any size: processors, mounts, interfaces, processes and cards. What changes on a real one from
 * second to second changes here too: without that nothing would have to be read anew.
 */
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

function range(count, make) {
  return Array.from({ length: count }, (_, place) => make(place));
}

function digits(value, length = 12) {
  return String(Math.floor(value)).padStart(length, '1');
}

function processorFiles(cpus) {
  const info = range(
    cpus,
    (cpu) =>
      `processor\t: ${cpu}\nvendor_id\t: GenuineIntel\nmodel name\t: A Processor\ncpu MHz\t\t: 2600.000\n` +
      `cache size\t: 32768 KB\nphysical id\t: 0\nsiblings\t: ${cpus}\ncore id\t\t: ${cpu >> 1}\ncpu cores\t: ${cpus / 2}\n` +
      `flags\t\t: ${'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr '.repeat(20)}\nbogomips\t: 5200.00\n\n`,
  );
  return [
    ['proc/cpuinfo', info.join('')],
    ...['present', 'online', 'possible'].map((name) => [`sys/devices/system/cpu/${name}`, `0-${cpus - 1}\n`]),
    ...range(cpus, (cpu) => [
      [`sys/devices/system/cpu/cpu${cpu}/topology/core_id`, `${cpu >> 1}\n`],
      [`sys/devices/system/cpu/cpu${cpu}/topology/physical_package_id`, '0\n'],
      [`sys/devices/system/cpu/cpu${cpu}/topology/core_cpus_list`, `${cpu & ~1}-${cpu | 1}\n`],
      [`sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, `${cpu & ~1}-${cpu | 1}\n`],
    ]).flat(),
  ];
}

function statText(cpus, turn) {
  const line = (name, share) =>
    `${name} ${[40, 0, 20, 900, 5, 0, 1, 0, 0, 0].map((ticks, place) => (ticks === 0 ? 0 : digits((place + 1) * 1e9 + turn * ticks * share, 11))).join(' ')}\n`;
  const lines = range(cpus, (cpu) => line(`cpu${cpu}`, 0.1));
  const last = `ctxt ${digits(1e9 + turn * 1000, 11)}\nbtime 1700000000\nprocesses ${digits(1e6 + turn * 3, 11)}\nprocs_running 1\nprocs_blocked 0\n`;
  return `${line('cpu ', cpus / 10)}${lines.join('')}${last}`;
}

function mountFiles(mounts) {
  const line = (place) =>
    `${30 + place} 1 8:${place} / ${place === 0 ? '/' : `/mnt/${place}`} rw,relatime shared:${place} - ext4 /dev/sd${place} rw\n`;
  return [['proc/1/mountinfo', range(mounts, line).join('')]];
}

function diskstatsText(mounts, turn) {
  const line = (place) => {
    const counts = range(17, (column) => (column === 8 ? 0 : digits(1e9 + turn * (column + place), 11)));
    return `   8 ${String(place).padStart(7)} sd${place} ${counts.join(' ')}\n`;
  };
  return range(mounts, line).join('');
}

function netDevText(interfaces, turn) {
  const head =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
  const line = (place) => {
    const side = (bytes) => `${digits(1e9 + turn * bytes)} ${digits(1e9 + turn * 10)} 0 0 0 0 0 0`;
    return `${`eth${place}`.padStart(6)}: ${side(5_000 + place)} ${side(3_000)}\n`;
  };
  return head + range(interfaces, line).join('');
}

function interfaceFiles(interfaces) {
  const texts = (place) => ({
    ...{ ifindex: `${place + 2}\n`, iflink: `${place + 2}\n`, type: '1\n', flags: '0x1003\n', mtu: '1500\n' },
    ...{ operstate: 'up\n', carrier: '1\n', speed: '10000\n', uevent: `INTERFACE=eth${place}\n` },
    ...{ address: '02:00:00:00:00:00\n', 'device/uevent': 'DRIVER=igb\n' },
  });
  return range(interfaces, (place) =>
    Object.entries(texts(place)).map(([name, text]) => [`sys/class/net/eth${place}/${name}`, text]),
  ).flat();
}

function processFiles(pid) {
  return [
    [`proc/${pid}/stat`, processStat(pid, 0)],
    [
      `proc/${pid}/status`,
      `Name:\tprogram${pid}\nState:\tS (sleeping)\nPid:\t${pid}\nUid:\t1000\t1000\t1000\t1000\nThreads:\t1\n`,
    ],
    [`proc/${pid}/comm`, `program${pid}\n`],
    [`proc/${pid}/cmdline`, `/usr/bin/program${pid}\0--serve\0`],
  ];
}

function processStat(pid, turn) {
  const times = `${digits(1e6 + turn * 3, 9)} ${digits(1e6 + turn, 9)}`;
  const before = `${pid} (program${pid}) S 1 ${pid} ${pid} 0 -1 4194560 100 0 0 0`;
  return `${before} ${times} 0 0 20 0 1 0 100 10000000 5000 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
}

function meminfoText(turn) {
  const free = digits(8_000_000 + (turn % 1000), 9);
  return `MemTotal:       160000000 kB\nMemFree:        ${free} kB\nMemAvailable:   ${free} kB\nBuffers:          100000 kB\nCached:          1000000 kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\n`;
}

const pressure =
  'some avg10=0.10 avg60=0.10 avg300=0.10 total=1000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';
const staticFiles = [
  ['proc/loadavg', '0.10 0.20 0.30 1/100 1000\n'],
  ['proc/1/stat', processStat(1, 0)],
  ...['cpu', 'io', 'memory'].map((name) => [`proc/pressure/${name}`, pressure]),
  ['proc/sys/kernel/osrelease', '6.12.0\n'],
  ['proc/sys/kernel/hostname', 'grown\n'],
  ['root/etc/hostname', 'grown\n'],
  ['root/etc/os-release', 'PRETTY_NAME="Linux"\n'],
  ['root/etc/passwd', 'root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n'],
  ['sys/class/hwmon/hwmon0/name', 'coretemp\n'],
  ['sys/class/hwmon/hwmon0/temp1_input', '41000\n'],
];
