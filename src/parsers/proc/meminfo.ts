/**
 * `/proc/meminfo` (https://docs.kernel.org/filesystems/proc.html#meminfo): bytes by field name; lines that are
 * not `Name: number [kB]` are left out.
 */
export function parseProcMeminfo(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  for (const [, name, digits, unit] of text.matchAll(/^([^:\s]+):\s+(\d+)(?: (kB))?\s*$/gm)) {
    if (name === undefined) continue;
    fields.set(name, Number(digits) * (unit === 'kB' ? 1024 : 1));
  }
  return fields;
}
