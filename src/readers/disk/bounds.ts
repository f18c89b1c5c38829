import { between, manyBytes, percent, whole, type Implausible } from '../../bounds.js';
import { Each, type Bounds } from '../../plausible.js';
import { pressureBounds } from '../pressure-bounds.js';
import { doubt } from '../rising.js';
import type { DiskDeviceReading, DiskRates } from './devices.js';
import type { FileSystemReading } from './file-systems.js';
import type { DiskReading } from './reader.js';
import { inodesFree, sizeBounds } from './sizes.js';

/** What no device does in a second: bytes, and operations. */
const mostBytes = 1e13;
const mostOperations = 1e10;
/** Longer than any request takes, s; more than are ever under way. */
const longestWait = 1e6;
const mostRequests = 1e7;

const counter = (field: string) =>
  whole<DiskDeviceReading['counters'], DiskDeviceReading>(`devices.${field}`);
const rate = (field: string, unit: string, most: number) =>
  between<DiskRates, DiskDeviceReading>(`devices.${field}`, unit, 0, most);

/** What is told of devices whose counters are not believed. */
export function doubtedDevices({ devices }: DiskReading): Implausible[] {
  const doubted = devices?.filter(({ isDoubted }) => isDoubted) ?? [];
  return doubted.map(({ name }) => doubt('devices.read_bytes', name));
}

/** What the measurements of file systems and block devices can be. */
export const diskBounds: Bounds<DiskReading> = {
  inodes: whole('inodes_total'),
  inodesFree: inodesFree('inodes_free'),
  pressure: pressureBounds,
  fileSystems: new Each<FileSystemReading, DiskReading>(({ mountPoint }) => mountPoint, {
    size: sizeBounds<FileSystemReading>('filesystems.'),
  }),
  devices: new Each<DiskDeviceReading, DiskReading>(({ name }) => name, {
    bytes: manyBytes('devices.size_bytes'),
    readBytes: manyBytes('devices.read_bytes'),
    writtenBytes: manyBytes('devices.written_bytes'),
    counters: {
      major: counter('major'),
      minor: counter('minor'),
      reads: counter('read_operations'),
      readsMerged: counter('reads_merged'),
      sectorsRead: counter('sectors_read'),
      readMs: counter('read_milliseconds'),
      writes: counter('written_operations'),
      writesMerged: counter('writes_merged'),
      sectorsWritten: counter('sectors_written'),
      writeMs: counter('write_milliseconds'),
      inFlight: whole('devices.requests_under_way', '', mostRequests),
      ioMs: counter('busy_milliseconds'),
      weightedMs: counter('weighted_milliseconds'),
      discards: counter('discards'),
      discardsMerged: counter('discards_merged'),
      sectorsDiscarded: counter('sectors_discarded'),
      discardMs: counter('discard_milliseconds'),
      flushes: counter('flushes'),
      flushMs: counter('flush_milliseconds'),
    },
    rates: {
      readBytes: rate('read_bytes_per_second', 'B/s', mostBytes),
      writeBytes: rate('written_bytes_per_second', 'B/s', mostBytes),
      reads: rate('read_operations_per_second', '/s', mostOperations),
      writes: rate('written_operations_per_second', '/s', mostOperations),
      busyPercent: percent('devices.usage_percent'),
      queue: rate('queue_length', '', mostRequests),
      readSeconds: rate('read_wait_seconds', 's', longestWait),
      writeSeconds: rate('written_wait_seconds', 's', longestWait),
    },
  }),
};
