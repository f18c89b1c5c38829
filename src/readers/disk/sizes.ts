import { Bound, manyBytes, notWhole, whole, type Implausible } from '../../bounds.js';
import { Failure } from '../../failures.js';
import type { FileSystemSize } from '../../host/host.js';
import { plausible, type Bounds } from '../../plausible.js';

/** The size of a file system; null for what cannot be. */
export type PossibleSize = { readonly [K in keyof FileSystemSize]: number | null };

/** What the size of a file system can be; `place` is what its fields stand below. */
export function sizeBounds<W>(place: string): Bounds<PossibleSize, W> {
  const bytes = (field: string) => manyBytes<PossibleSize, W>(place + field, ({ total }) => total);
  return {
    total: manyBytes(`${place}total_bytes`),
    free: bytes('used_bytes'),
    available: bytes('free_bytes'),
    inodes: whole(`${place}inodes_total`),
    inodesFree: inodesFree(`${place}inodes_free`),
  };
}

/** Free inodes, of all there are. */
export function inodesFree<T extends { inodes: number | null }>(field: string): Bound<T> {
  return new Bound<T>(field, '', (value, { inodes }) => {
    const isMore = inodes !== null && value > inodes;
    return notWhole(value) ?? (isMore ? `more than all ${inodes}` : null);
  });
}

/** The size of the file system at `path`. Throws a Failure `malformed` where one of its sizes in bytes cannot be. */
export function soundSize(size: FileSystemSize, path: string): FileSystemSize {
  const told: Implausible[] = [];
  const { total, free, available } = plausible<PossibleSize, null>(size, sizeBounds(''), {
    whole: null,
    tell: (one) => told.push(one),
  });
  if (total !== null && free !== null && available !== null) return size;
  const reason = told.map((one) => one.reason).join('; ');
  throw new Failure('malformed', `the file system at ${path} tells what cannot be: ${reason}`);
}
