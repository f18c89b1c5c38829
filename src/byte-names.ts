/**
 * Names of files and interfaces are bytes to Linux, and need not be UTF-8. Within the service each byte that is none
 * stands as a lone surrogate (U+DC80 to U+DCFF), as in Python, so that two names stay two and each can be opened.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const first = 0xdc00;
/** With the flag `u` the half of a pair is no match. */
const lone = /[\udc80-\udcff]/gu;

/** A text of the kernel with names in it. */
export function decodedNames(bytes: Uint8Array): string {
  const whole = decoded(bytes);
  if (whole !== null) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    const character = decoded(bytes.subarray(at, at + length));
    text += character ?? String.fromCharCode(first + (bytes[at] ?? 0));
    at += character === null ? 1 : length;
  }
  return text;
}

/** The bytes of such a name where it is not UTF-8, else the name itself: what the file system takes. */
export function fileName(name: string): string | Buffer {
  if (name.search(lone) < 0) return name;
  const parts = name.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - first))),
  );
}

/** Such a name as people may read it: what is not UTF-8 as `\xff`. */
export function shownName(name: string): string {
  return name.replace(lone, (byte) => `\\x${(byte.charCodeAt(0) - first).toString(16)}`);
}

/**
 * A line with what would steer a terminal, or turn the direction of writing, as its code: anybody can name a mount, a
 * model or a machine so.
 */
export function terminalText(line: string): string {
  return line.replaceAll(steering, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Null where it is not UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return null;
    throw thrown;
  }
}

/** How many bytes the character has that begins with this one. */
function sequenceLength(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}
