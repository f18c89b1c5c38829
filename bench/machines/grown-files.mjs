/**
 * The files of a machine of any size (`grown.mjs`), as [path, text]; those that move have a text for each second, whose
 * length is always the same.
 */

export function range(count, make) {
  return Array.from({ length: count }, (_, place) => make(place));
}

export function digits(value, length = 12) {
  return String(Math.floor(value)).padStart(length, '1');
}

export function processorFiles(cpus) {
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

export function statText(cpus, turn) {
  const line = (name, share) =>
    `${name} ${[40, 0, 20, 900, 5, 0, 1, 0, 0, 0].map((ticks, place) => (ticks === 0 ? 0 : digits((place + 1) * 1e9 + turn * ticks * share, 11))).join(' ')}\n`;
  const lines = range(cpus, (cpu) => line(`cpu${cpu}`, 0.1));
  const last = `ctxt ${digits(1e9 + turn * 1000, 11)}\nbtime 1700000000\nprocesses ${digits(1e6 + turn * 3, 11)}\nprocs_running 1\nprocs_blocked 0\n`;
  return `${line('cpu ', cpus / 10)}${lines.join('')}${last}`;
}

export function mountFiles(mounts) {
  const line = (place) =>
    `${30 + place} 1 8:${place} / ${place === 0 ? '/' : `/mnt/${place}`} rw,relatime shared:${place} - ext4 /dev/sd${place} rw\n`;
  return [['proc/1/mountinfo', range(mounts, line).join('')]];
}

export function diskstatsText(mounts, turn) {
  const line = (place) => {
    const counts = range(17, (column) => (column === 8 ? 0 : digits(1e9 + turn * (column + place), 11)));
    return `   8 ${String(place).padStart(7)} sd${place} ${counts.join(' ')}\n`;
  };
  return range(mounts, line).join('');
}

export function netDevText(interfaces, turn) {
  const head =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
  const line = (place) => {
    const side = (bytes) => `${digits(1e9 + turn * bytes)} ${digits(1e9 + turn * 10)} 0 0 0 0 0 0`;
    return `${`eth${place}`.padStart(6)}: ${side(5_000 + place)} ${side(3_000)}\n`;
  };
  return head + range(interfaces, line).join('');
}

export function interfaceFiles(interfaces) {
  const texts = (place) => ({
    ...{ ifindex: `${place + 2}\n`, iflink: `${place + 2}\n`, type: '1\n', flags: '0x1003\n', mtu: '1500\n' },
    ...{ operstate: 'up\n', carrier: '1\n', speed: '10000\n', uevent: `INTERFACE=eth${place}\n` },
    ...{ address: '02:00:00:00:00:00\n', 'device/uevent': 'DRIVER=igb\n' },
  });
  return range(interfaces, (place) =>
    Object.entries(texts(place)).map(([name, text]) => [`sys/class/net/eth${place}/${name}`, text]),
  ).flat();
}

export function processFiles(pid) {
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

export function processStat(pid, turn) {
  const times = `${digits(1e6 + turn * 3, 9)} ${digits(1e6 + turn, 9)}`;
  const before = `${pid} (program${pid}) S 1 ${pid} ${pid} 0 -1 4194560 100 0 0 0`;
  return `${before} ${times} 0 0 20 0 1 0 100 10000000 5000 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
}

export function meminfoText(turn) {
  const free = digits(8_000_000 + (turn % 1000), 9);
  return `MemTotal:       160000000 kB\nMemFree:        ${free} kB\nMemAvailable:   ${free} kB\nBuffers:          100000 kB\nCached:          1000000 kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\n`;
}

const pressure =
  'some avg10=0.10 avg60=0.10 avg300=0.10 total=1000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';
export const staticFiles = [
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
