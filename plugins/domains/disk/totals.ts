import type { DiskDeviceReading } from '../../../src/readers/disk/reader.js';
import { sumOf } from '../../core/domain/rounding.js';

/** What counts all that is transferred once: what partitions and stacked devices do is part of that. */
export function disksOf(devices: DiskDeviceReading[] | null): DiskDeviceReading[] | null {
  return devices?.filter(({ isCounted }) => isCounted) ?? null;
}

/** A rate of all of them together, bytes per second; null when one is not known. */
export function rateOf(disks: DiskDeviceReading[] | null, key: 'readBytes' | 'writeBytes'): number | null {
  return overAll(disks, ({ rates }) => rates?.[key] ?? null);
}

/** The sum over disks; null when one is not known. */
export function overAll(
  disks: DiskDeviceReading[] | null,
  value: (disk: DiskDeviceReading) => number | null,
): number | null {
  return disks === null ? null : sumOf(disks.map(value));
}
