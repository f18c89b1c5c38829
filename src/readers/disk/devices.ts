import type { Host } from '../../host/host.js';
import { parseProcDiskstats, partitionOf, type DiskCounters } from '../../parsers/proc/diskstats.js';
import { parseSysfsNumber, parseSysfsText } from '../../parsers/sysfs-number.js';

/** One block device: counters since boot, rates over the time since the previous reading. */
export interface DiskDeviceReading extends DeviceFacts {
  name: string;
  /** Since boot. */
  readBytes: number;
  writtenBytes: number;
  counters: DiskCounters;
  /** Null in a first reading, and when a counter went backwards: the device was made anew. */
  rates: DiskRates | null;
}

export interface DiskRates {
  readBytes: number;
  writeBytes: number;
  reads: number;
  writes: number;
  /** Share of the time in which at least one request was under way, percent. */
  busyPercent: number;
  /** Mean number of requests under way. */
  queue: number;
  /** Mean seconds a request took; null when there was none. */
  readSeconds: number | null;
  writeSeconds: number | null;
}

/** What stays as long as the devices are the same. */
interface DeviceFacts {
  /** `stacked` is made of other devices (LVM, encryption, RAID): what it transfers, they transfer too. */
  kind: 'disk' | 'partition' | 'stacked';
  /** The device a partition is part of. */
  parent: string | null;
  /** The name people gave it (device mapper). */
  label: string | null;
  model: string | null;
  bytes: number | null;
}

/** Size of the unit of the kernel's counters, whatever the device's own, bytes. */
const sectorBytes = 512;

/** Reads `/proc/diskstats`, and what `/sys/block` tells about the devices; null where there is none. */
export function devicesReader(host: Host): () => DiskDeviceReading[] | null {
  let previous: { at: number; counters: Map<string, DiskCounters> } | null = null;
  let facts = new Map<string, DeviceFacts>();
  return () => {
    const text = host.proc.optional('diskstats');
    if (text === null) return null;
    const at = host.clock.monotonic();
    const all = parseProcDiskstats(text);
    const counters = new Map([...all].filter(([name]) => !inMemory.test(name)));
    if (facts.size !== counters.size || [...counters.keys()].some((name) => !facts.has(name))) {
      const names = new Set(counters.keys());
      facts = new Map([...names].map((name) => [name, factsOf(host, name, names)]));
    }
    const seconds = previous === null ? 0 : (at - previous.at) / 1000;
    const devices = [...counters].map(([name, now]) => ({
      name,
      ...(facts.get(name) ?? unknownFacts),
      readBytes: now.sectorsRead * sectorBytes,
      writtenBytes: now.sectorsWritten * sectorBytes,
      counters: now,
      rates: rates(previous?.counters.get(name), now, seconds),
    }));
    previous = { at, counters };
    return devices;
  };
}

/** Files and memory that look like devices, and drives for floppy disks. */
const inMemory = /^(?:z?ram|loop|fd)\d+$/;

const unknownFacts: DeviceFacts = { kind: 'disk', parent: null, label: null, model: null, bytes: null };

function factsOf(host: Host, name: string, names: ReadonlySet<string>): DeviceFacts {
  const parent = partitionOf(name, names);
  const folder = `block/${parent === null ? '' : `${folderName(parent)}/`}${folderName(name)}`;
  const sectors = parseSysfsNumber(host.sys.optional(`${folder}/size`));
  return {
    kind: parent !== null ? 'partition' : isStacked(host, name) ? 'stacked' : 'disk',
    parent,
    label: parseSysfsText(host.sys.optional(`${folder}/dm/name`)),
    model: parseSysfsText(host.sys.optional(`${folder}/device/model`)),
    bytes: sectors === null ? null : sectors * sectorBytes,
  };
}

/** The kernel writes a slash in a device's name as an exclamation mark there. */
function folderName(device: string): string {
  return device.replaceAll('/', '!');
}

function isStacked(host: Host, name: string): boolean {
  return /^(?:dm-|md|bcache|zd)\d/.test(name) || host.sys.list(`block/${folderName(name)}/slaves`).length > 0;
}

function rates(before: DiskCounters | undefined, now: DiskCounters, seconds: number): DiskRates | null {
  if (before === undefined || seconds <= 0) return null;
  const since = (key: RisingCounter) => now[key] - before[key];
  if (rising.some((key) => since(key) < 0)) return null;
  const each = (time: RisingCounter, count: RisingCounter) =>
    since(count) === 0 ? null : since(time) / 1000 / since(count);
  return {
    readBytes: (since('sectorsRead') * sectorBytes) / seconds,
    writeBytes: (since('sectorsWritten') * sectorBytes) / seconds,
    reads: since('reads') / seconds,
    writes: since('writes') / seconds,
    // The kernel counts in ticks, so that a busy device comes out a little above the time that passed.
    busyPercent: Math.min(100, since('ioMs') / seconds / 10),
    queue: since('weightedMs') / 1000 / seconds,
    readSeconds: each('readMs', 'reads'),
    writeSeconds: each('writeMs', 'writes'),
  };
}

const rising = [
  ...(['reads', 'sectorsRead', 'readMs', 'writes', 'sectorsWritten', 'writeMs'] as const),
  ...(['ioMs', 'weightedMs'] as const),
];
type RisingCounter = (typeof rising)[number];
