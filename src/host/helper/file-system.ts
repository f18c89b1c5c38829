import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { fileName } from '../../byte-names.js';
import { fileSystemSize } from '../files/tree.js';
import type { FileSystemSize } from '../host.js';
import type { FragmentSize } from './fragment-size.js';

export const methods = {
  /** Size of the file system at an absolute path. */
  size: async (path: string): Promise<FileSystemSize> => {
    const name = fileName(path);
    const told = await statfs(name);
    return fileSystemSize(told, await blockUnit(told, name, loadFragmentSize));
  },
};

/** File systems of networks whose kernel drivers tell one size for both, by their numbers (linux/magic.h). */
const withOneSize: ReadonlySet<number> = new Set([
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x6b414653, 0x73757245],
  // Those of this machine, of which a path may be asked that is no mount point.
  ...[0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0x4d44],
]);

/**
 * What the numbers of blocks are multiples of, bytes: f_frsize, which differs from f_bsize in file systems of FUSE and
 * virtiofs, Ceph and others (https://man7.org/linux/man-pages/man3/statvfs.3.html). Node tells it only in its newest
 * versions; else the C library is asked. Throws where it cannot be asked: another unit would be another size.
 */
export async function blockUnit(
  told: Pick<StatsFs, 'type' | 'bsize'>,
  path: string | Buffer,
  load: () => Promise<FragmentSize>,
): Promise<number> {
  if ('frsize' in told && typeof told.frsize === 'number' && told.frsize > 0) return told.frsize;
  if (withOneSize.has(told.type)) return told.bsize;
  const ask = await load().catch((cause: unknown) => {
    throw new Error(unknownUnit, { cause });
  });
  return ask(path);
}

const unknownUnit =
  'its size cannot be told: it may count in other blocks than Node.js tells of, and koffi, by which the C library is asked, cannot be loaded'; // prettier-ignore

let asking: Promise<FragmentSize> | null = null;

function loadFragmentSize(): Promise<FragmentSize> {
  asking ??= import('./fragment-size.js').then(({ fragmentSize }) => fragmentSize());
  return asking;
}
