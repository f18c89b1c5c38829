import { closeSync, openSync, readSync, type PathLike } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The longest that is read, bytes. The longest there is on real machines is the list of ten thousands of mounts; what is
 * longer would be parsed for so long that nobody is answered meanwhile.
 */
export const longestFile = 2 ** 23;

/** Most files of a kernel fit in here; their sizes are not told in advance. */
const room = Buffer.allocUnsafe(2 ** 16);

/** What is in a file, as `use` makes it of its bytes, which are its own only meanwhile. Throws EFBIG for what is longer than `longestFile`. */
export function readBounded<T>(path: PathLike, use: (bytes: Buffer) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return readOpen(descriptor, null, use);
  } finally {
    closeSync(descriptor);
  }
}

/** The same of a file that is open, from `start` on, or from where it was last read to where that is null. */
export function readOpen<T>(descriptor: number, start: number | null, use: (bytes: Buffer) => T): T {
  const length = fill(descriptor, room, start);
  if (length < room.length) return use(room.subarray(0, length));
  return use(withRest(descriptor, room, start));
}

/** Reads until the file or the buffer ends; how much that was. */
function fill(descriptor: number, buffer: Buffer, start: number | null): number {
  let length = 0;
  while (length < buffer.length) {
    const place = start === null ? null : start + length;
    const read = readSync(descriptor, buffer, length, buffer.length - length, place);
    if (read === 0) break;
    length += read;
  }
  return length;
}

function withRest(descriptor: number, begun: Buffer, start: number | null): Buffer {
  let whole = Buffer.from(begun);
  for (;;) {
    const larger = Buffer.allocUnsafe(whole.length * 2);
    whole.copy(larger);
    const next = start === null ? null : start + whole.length;
    const length = whole.length + fill(descriptor, larger.subarray(whole.length), next);
    if (length > longestFile) throw tooLong();
    whole = larger.subarray(0, length);
    if (length < larger.length) return whole;
  }
}

/** The same without waiting, as `fs.promises.readFile` does it. */
export async function readBoundedLater(path: PathLike): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let length = 0; length <= longestFile;) {
      const part = Buffer.allocUnsafe(Math.max(4_096, length));
      const { bytesRead } = await file.read(part, 0, part.length, null);
      if (bytesRead === 0)
        return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
      parts.push(part.subarray(0, bytesRead));
      length += bytesRead;
    }
    throw tooLong();
  } finally {
    await file.close();
  }
}

function tooLong(): Error {
  return Object.assign(new Error('the file is too long'), { code: 'EFBIG' });
}
