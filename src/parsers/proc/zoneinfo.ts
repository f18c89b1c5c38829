import { finite } from '../arithmetic.js';

/**
 * `/proc/zoneinfo` (https://docs.kernel.org/admin-guide/sysctl/vm.html#watermark-scale-factor): how many pages the kernel
 * keeps free at least, the marks `low` of all zones added up; null when it has none.
 */
export function parseLowWatermark(text: string): number | null {
  const marks = [...text.matchAll(/^[ \t]*low[ \t]+(\d+)$/gm)].map(([, digits]) => Number(digits));
  return marks.length === 0 ? null : finite(marks.reduce((sum, pages) => sum + pages, 0));
}
