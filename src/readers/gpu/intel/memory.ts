import { remainderOf, sumOf } from '../../../parsers/arithmetic.js';
import type { Host } from '../../../host/host.js';
import { parseVramManager } from '../../../parsers/intel/vram-mm.js';
import { cardFiles, type CardFiles } from '../drm/files.js';

const deadline = 500;

/**
 * Memory of a card of its own, in bytes, all its tiles together. Only xe tells: the size where the kernel has
 * `physical_vram_size_bytes`, and what is used of it in debugfs, which only root may read. Else null.
 */
export async function intelMemory(host: Host, files: CardFiles, pciAddress: string | null) {
  const tiles = files.list('device').filter((name) => /^tile\d+$/.test(name));
  const debug = cardFiles(host, `kernel/debug/dri/${pciAddress ?? ''}`, deadline);
  const managers = [];
  for (const tile of pciAddress === null ? [] : tiles) {
    managers.push(parseVramManager(await debug.raw(`${tile}/vram_mm`)));
  }
  const sizes = [];
  for (const tile of tiles) sizes.push(await files.number(`device/${tile}/physical_vram_size_bytes`));
  const vramTotal = sumOfTiles(managers.map((manager) => manager?.total ?? null)) ?? sumOfTiles(sizes);
  const vramUsed = sumOfTiles(managers.map((manager) => manager?.used ?? null));
  return { vramTotal, vramUsed, vramFree: remainderOf(vramTotal, vramUsed) };
}

function sumOfTiles(values: (number | null)[]): number | null {
  return values.length === 0 ? null : sumOf(values);
}
