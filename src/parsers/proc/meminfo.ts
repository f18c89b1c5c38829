/**
 * `/proc/meminfo` (https://docs.kernel.org/filesystems/proc.html#meminfo): bytes by field name; lines that are
 * not `Name: number [kB]` are left out. Whether a number can be is for its bound to say. A long name (`ShadowCallStack`) leaves no
 * room for a space before a long number.
 */
export function parseProcMeminfo(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  for (const [, name, digits, unit] of text.matchAll(/^([^:\s]+):[^\S\n]*(\d{1,40})(?: (kB))?\s*$/gm)) {
    if (name === undefined) continue;
    fields.set(name, Number(digits) * (unit === 'kB' ? 1024 : 1));
  }
  return fields;
}
