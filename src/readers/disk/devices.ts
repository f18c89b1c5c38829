import type { Host } from '../../host/host.js';
import { ratioOf } from '../../parsers/arithmetic.js';
import {
  headOf,
  parseProcDiskstatsLine,
  partitionOf,
  type DiskCounters,
} from '../../parsers/proc/diskstats.js';
import { parseSysfsNumber, parseSysfsText } from '../../parsers/sysfs-number.js';
import { recognisedLines } from '../../recognised.js';
import { growing, type Growth } from '../rising.js';

/** One block device: counters since boot, rates over the time since the previous reading. */
export interface DiskDeviceReading extends DeviceFacts {
  name: string;
  /** Whether it is in the totals, which count what is transferred once. */
  isCounted: boolean;
  /** Since boot. */
  readBytes: number | null;
  writtenBytes: number | null;
  counters: { readonly [K in keyof DiskCounters]: number | null };
  /** Null in a first reading, and when a counter went backwards: the device was made anew. */
  rates: DiskRates | null;
  /** All its counters have just fallen to 0, which is not believed yet: they are null. */
  isDoubted: boolean;
}

/** Null for what cannot be. */
export interface DiskRates {
  readBytes: number | null;
  writeBytes: number | null;
  reads: number | null;
  writes: number | null;
  /** Share of the time in which at least one request was under way, percent. */
  busyPercent: number | null;
  /** Mean number of requests under way. */
  queue: number | null;
  /** Mean seconds a request took; null when there was none, too. */
  readSeconds: number | null;
  writeSeconds: number | null;
}

/** What stays as long as the devices are the same. */
interface DeviceFacts {
  /**
   * `stacked` is made of other devices (LVM, encryption, RAID): what it transfers, they transfer too. `path` is one of
   * the ways to a disk (NVMe multipath), over which that disk transfers.
   */
  kind: 'disk' | 'partition' | 'stacked' | 'path';
  /** The device a partition is part of, or the disk a path leads to. */
  parent: string | null;
  /** The name people gave it (device mapper). */
  label: string | null;
  model: string | null;
  bytes: number | null;
}

/** What is known of the devices. */
interface Known {
  at: number;
  /** `/proc/partitions`, the sizes of all of them. */
  sizes: string | null;
  facts: ReadonlyMap<string, DeviceFacts>;
}

/** How long they are believed, ms: they do not change, but may not have been readable. */
const factsAge = 60_000;

/** Size of the unit of the kernel's counters, whatever the device's own, bytes. */
const sectorBytes = 512;

/** Reads `/proc/diskstats`, and what `/sys/block` tells about the devices; null where there is none. */
export function devicesReader(host: Host): () => DiskDeviceReading[] | null {
  const grown = growing<string, RisingCounter>(rising);
  const linesOf = recognisedLines(parseProcDiskstatsLine);
  let known: Known = { at: -Infinity, sizes: null, facts: new Map() };
  return () => {
    const text = host.proc.optional('diskstats');
    if (text === null) return null;
    const at = host.clock.monotonic();
    const all = new Map(linesOf(text).filter((line) => line !== null));
    const counters = new Map([...all].filter(([name]) => !isLeftOut(name, all)));
    const growths = grown(counters, at);
    // A counter that fell is that of another disk, mostly; so is another size, or the disk has been enlarged.
    const sizes = host.proc.optional('partitions');
    const isOther =
      sizes !== known.sizes || [...growths.values()].some(({ isNew, hasFallen }) => isNew || hasFallen);
    if (isOther || at - known.at >= factsAge || known.facts.size !== counters.size) {
      const names = new Set(counters.keys());
      known = { at, sizes, facts: new Map([...names].map((name) => [name, factsOf(host, name, names)])) };
    }
    const { facts } = known;
    const isCounted = countedOnce(facts, counters);
    return [...counters].map(([name, now]) => {
      const growth = growths.get(name);
      const isDoubted = growth?.isDoubted === true;
      return {
        name,
        ...(facts.get(name) ?? unknownFacts),
        isCounted: isCounted(name),
        readBytes: isDoubted ? null : now.sectorsRead * sectorBytes,
        writtenBytes: isDoubted ? null : now.sectorsWritten * sectorBytes,
        counters: isDoubted ? { ...now, ...untold } : now,
        rates: growth === undefined ? null : ratesOf(growth),
        isDoubted,
      };
    });
  };
}

/** Files and memory that look like devices, drives for floppy disks, and all their partitions. */
function isLeftOut(name: string, all: ReadonlyMap<string, DiskCounters>): boolean {
  return inMemory.test(name) || inMemory.test(partitionOf(name, all) ?? '');
}

const inMemory = /^(?:z?ram|loop|fd)\d+$/;

/**
 * Disks, and the paths to a disk that counts nothing itself: kernels before 6.5 count what goes over the paths of an
 * NVMe disk there alone, later ones in both places.
 */
function countedOnce(
  facts: ReadonlyMap<string, DeviceFacts>,
  counters: ReadonlyMap<string, DiskCounters>,
): (name: string) => boolean {
  const isSilent = (name: string) => {
    const own = counters.get(name);
    return own === undefined || (own.reads === 0 && own.writes === 0);
  };
  return (name) => {
    const { kind, parent } = facts.get(name) ?? unknownFacts;
    return kind === 'disk' || (kind === 'path' && (parent === null || isSilent(parent)));
  };
}

const unknownFacts: DeviceFacts = { kind: 'disk', parent: null, label: null, model: null, bytes: null };

function factsOf(host: Host, name: string, names: ReadonlySet<string>): DeviceFacts {
  const whole = partitionOf(name, names);
  const folder = `block/${whole === null ? '' : `${folderName(whole)}/`}${folderName(name)}`;
  const sectors = parseSysfsNumber(host.sys.optional(`${folder}/size`));
  return {
    ...(whole === null ? placeOf(host, name) : { kind: 'partition', parent: whole }),
    label: parseSysfsText(host.sys.optional(`${folder}/dm/name`)),
    model: parseSysfsText(host.sys.optional(`${folder}/device/model`)),
    bytes: sectors === null ? null : sectors * sectorBytes,
  };
}

/** The kernel writes a slash in a device's name as an exclamation mark there. */
function folderName(device: string): string {
  return device.replaceAll('/', '!');
}

/** What a whole device is among the others. */
function placeOf(host: Host, name: string): Pick<DeviceFacts, 'kind' | 'parent'> {
  if (isStacked(host, name)) return { kind: 'stacked', parent: null };
  const head = headOf(name);
  const isPath =
    head !== null || parseSysfsNumber(host.sys.optional(`block/${folderName(name)}/hidden`)) === 1;
  return isPath ? { kind: 'path', parent: head } : { kind: 'disk', parent: null };
}

/** Not every driver of such devices tells the kernel which others they are made of. */
function isStacked(host: Host, name: string): boolean {
  return stackedName.test(name) || host.sys.list(`block/${folderName(name)}/slaves`).length > 0;
}

/** Device mapper, software RAID (also `md_d0` and `md_home`), bcache, ZFS, DRBD, Open CAS, file systems on flash. */
const stackedName = /^(?:dm-\d|md[_\d]|bcache\d|zd\d|drbd\d|cas\d|ubiblock\d)/;

function ratesOf({ isNew, seconds, of, hasFallen }: Growth<RisingCounter>): DiskRates | null {
  if (isNew || hasFallen || seconds <= 0) return null;
  const rate = (key: RisingCounter, scale: number) => scaled(ratioOf(of(key), seconds), scale);
  const each = (time: RisingCounter, count: RisingCounter) => scaled(ratioOf(of(time), of(count)), 1e-3);
  return {
    readBytes: rate('sectorsRead', sectorBytes),
    writeBytes: rate('sectorsWritten', sectorBytes),
    reads: rate('reads', 1),
    writes: rate('writes', 1),
    busyPercent: atMostAll(rate('ioMs', 0.1)),
    queue: rate('weightedMs', 1e-3),
    readSeconds: each('readMs', 'reads'),
    writeSeconds: each('writeMs', 'writes'),
  };
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** The kernel counts in ticks, so that a busy device comes out a little above the time that passed. */
function atMostAll(percent: number | null): number | null {
  return percent !== null && percent <= 150 ? Math.min(100, percent) : percent;
}

const rising = [
  ...(['reads', 'sectorsRead', 'readMs', 'writes', 'sectorsWritten', 'writeMs'] as const),
  ...(['ioMs', 'weightedMs'] as const),
];
type RisingCounter = (typeof rising)[number];

const untold: Record<RisingCounter, null> = {
  ...{ reads: null, sectorsRead: null, readMs: null, writes: null, sectorsWritten: null, writeMs: null },
  ...{ ioMs: null, weightedMs: null },
};
