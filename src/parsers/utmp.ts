/** Somebody who is logged in. */
export interface Login {
  user: string;
  /** `tty1`, `pts/0`; null when there is none. */
  terminal: string | null;
  /** Where from: an address or name, or a display; null when local. */
  from: string | null;
  /** Milliseconds since 1970; null when not told. */
  since: number | null;
  /** The first process of the login; null when not told. */
  pid: number | null;
}

/** The kind of record that stands for a logged-in user. */
const userProcess = 7;

/**
 * `/run/utmp` (utmp(5)): who is logged in. glibc keeps the records of x86 and of other processors that also run
 * 32-bit programs at 384 bytes, with times of 32 bits; all others have 400. A broken tail is left out.
 */
export function parseUtmp(bytes: Uint8Array, architecture: string): Login[] {
  const long = /^(?:aarch64|riscv64|loongarch64|s390x)$/.test(architecture);
  const size = long ? 400 : 384;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const logins: Login[] = [];
  for (let start = 0; start + size <= bytes.byteLength; start += size) {
    const text = (at: number, length: number) => textOf(bytes.subarray(start + at, start + at + length));
    const user = text(44, 32);
    if (view.getInt16(start, true) !== userProcess || user === null) continue;
    const seconds = long ? Number(view.getBigInt64(start + 344, true)) : view.getInt32(start + 340, true);
    const pid = view.getInt32(start + 4, true);
    logins.push({
      user,
      terminal: text(8, 32),
      from: text(76, 256),
      since: seconds > 0 && seconds < 2 ** 40 ? seconds * 1000 : null,
      pid: pid > 0 ? pid : null,
    });
  }
  return logins;
}

/** Up to the first zero; null when nothing is there. */
function textOf(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  const text = new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
  return text === '' ? null : text;
}
