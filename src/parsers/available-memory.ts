/**
 * Estimates in bytes how much memory new programs can have, for kernels before 3.14 and containers (OpenVZ) that do not
 * tell MemAvailable: as the kernel reckons since then and psutil for the others, from the fields of `/proc/meminfo` and
 * the pages kept free (`watermark`, bytes). Where the lists of pages are not told either it is free memory and the page
 * cache. Null when not even that is told.
 */
export function estimatedAvailable(
  fields: ReadonlyMap<string, number>,
  watermark: number | null,
): number | null {
  const free = fields.get('MemFree');
  if (free === undefined) return null;
  const [active, inactive] = [fields.get('Active(file)'), fields.get('Inactive(file)')];
  const slab = fields.get('SReclaimable');
  if (active === undefined || inactive === undefined || slab === undefined || watermark === null) {
    return free + (fields.get('Cached') ?? 0);
  }
  // Half of what could be given back, but no more than is kept free, is in use all the time.
  const givenBack = (bytes: number) => bytes - Math.min(bytes / 2, watermark);
  return Math.max(0, Math.trunc(free - watermark + givenBack(active + inactive) + givenBack(slab)));
}
