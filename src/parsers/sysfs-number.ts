/**
 * A sysfs attribute that is one whole number (https://docs.kernel.org/filesystems/sysfs.html); null when it is
 * absent or anything else. One beyond 2^53 is about right: whether it can be is for its bound to say. Recorded files
 * may be padded with NUL bytes, which count as space.
 */
export function parseSysfsNumber(text: string | null): number | null {
  const digits = /^[+-]?\d{1,40}$/.exec(parseSysfsText(text) ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

/** A sysfs attribute that is a word or a line, trimmed; null when it is absent or empty. */
export function parseSysfsText(text: string | null): string | null {
  const trimmed = text?.replaceAll('\0', ' ').trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
