/** What is wrong with the rights of a file that holds a secret; null when nothing is. */
export interface Exposure {
  /** Others can write it, and so put a secret of theirs in its place: it is not to be used. */
  isFatal: boolean;
  /** What is wrong, and what to type. */
  words: string;
}

const writable = 0o022;
const readable = 0o004;

/**
 * Who else can reach the secret in the file at `path` with this `mode`, as stat(2) gives it. A group may read it, which
 * is how one is shared on purpose; that everybody may is common for mounted secrets (0444), and worth a word.
 */
export function exposureOf(
  path: string,
  mode: number,
  platform: NodeJS.Platform = process.platform,
): Exposure | null {
  // Node makes these numbers up on Windows.
  if (platform === 'win32') return null;
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & writable) !== 0) {
    const words = `others than its owner can write ${path} (mode ${rights}); type: chmod go-w ${path}`;
    return { isFatal: true, words };
  }
  if ((mode & readable) === 0) return null;
  const words = `every user of this machine can read ${path} (mode ${rights}); type: chmod o-r ${path}`;
  return { isFatal: false, words };
}
