/** `Uid` of `/proc/<pid>/status` (proc_pid_status(5)): the user with whose rights it acts; null when not told. */
export function parseEffectiveUser(text: string): number | null {
  const digits = /^Uid:\s+\d+\s+(\d{1,10})\s/m.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** `Tgid` of `/proc/<pid>/status`: the process that a thread is one of, itself where it is a process; null when not told. */
export function parseThreadGroup(text: string): number | null {
  const digits = /^Tgid:\s+(\d{1,10})$/m.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** How long a command line is shown at most, characters. */
const longestShown = 4_096;

/**
 * `/proc/<pid>/cmdline` (proc_pid_cmdline(5)): the arguments, as the process itself may have changed them; null for
 * kernel threads and zombies, which have none. What is beyond `longest` characters is left out.
 */
export function parseCmdline(text: string, longest = longestShown): string[] | null {
  const cut = text.slice(0, longest).replace(/\0+$/, '');
  return cut === '' ? null : cut.split('\0');
}

/**
 * `/etc/passwd` (passwd(5)): names by number of the user; the first of several counts. Lines that begin with `+` or `-`
 * stand for users of NIS (nsswitch.conf(5), compat), and are none.
 */
export function parsePasswd(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const [, name = '', digits = ''] of text.matchAll(/^([^:\s#+-][^:\n]*):[^:\n]*:(\d{1,10}):/gm)) {
    if (!names.has(Number(digits))) names.set(Number(digits), name);
  }
  return names;
}

/** AT_PAGESZ of the auxiliary vector, `/proc/<pid>/auxv` (getauxval(3)) of a 64-bit process: bytes a page has. */
export function parsePageSize(auxv: Uint8Array): number | null {
  const view = new DataView(auxv.buffer, auxv.byteOffset, auxv.byteLength);
  for (let at = 0; at + 16 <= auxv.byteLength; at += 16) {
    if (view.getBigUint64(at, true) !== 6n) continue;
    const size = Number(view.getBigUint64(at + 8, true));
    return size >= 4_096 && size <= 1_048_576 ? size : null;
  }
  return null;
}
