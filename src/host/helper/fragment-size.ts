import { promisify } from 'node:util';
import koffi from 'koffi';

/** Gives f_frsize of the file system at a path, bytes. */
export type FragmentSize = (path: string | Buffer) => Promise<number>;

/** More than any C library's struct statvfs has. */
const statvfsSize = 256;

/**
 * Asks the C library's statvfs(3), in a thread of libuv's pool as Node's own statfs: a mount that hangs holds one, and
 * nothing else waits for it.
 */
export function fragmentSize(): FragmentSize {
  const statvfs = koffi.load(null).func('statvfs', 'int', ['void *', 'void *']);
  const call = promisify<Buffer, Buffer, number>(statvfs.async);
  const Words = koffi.sizeof('ulong') === 8 ? BigUint64Array : Uint32Array;
  return async (path) => {
    const out = Buffer.alloc(statvfsSize);
    const name = Buffer.concat([Buffer.from(path), Buffer.of(0)]);
    const failed = (await call(name, out)) !== 0;
    // f_bsize comes first, f_frsize behind it, both unsigned long, in every C library of Linux.
    const size = Number(new Words(out.buffer)[1] ?? 0);
    if (failed || size === 0) throw new Error('the C library does not tell what its blocks are multiples of');
    return size;
  };
}
