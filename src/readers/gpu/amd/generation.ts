import type { CardFiles } from '../drm/files.js';

/** Major versions of the parts of a chip; null where not known. */
export interface AmdGeneration {
  /** Of what draws and computes (GC): 9 is Vega and CDNA, 10 RDNA 1 and 2, 11 RDNA 3, 12 RDNA 4. */
  graphics: number | null;
  /** Of the video engine (VCN). */
  video: number | null;
}

/**
 * First and last device id, and the versions of the chips with these, for kernels that do not tell them; the first row
 * that holds an id counts. Chips before Vega have the graphics version 8 here.
 */
const families: readonly (readonly [first: number, last: number, graphics: number, video: number | null])[] =
  [
    [0x66a0, 0x66af, 9, null], // Vega 20
    [0x6860, 0x687f, 9, null], // Vega 10
    [0x69a0, 0x69af, 9, null], // Vega 12
    [0x6600, 0x69ff, 8, null], // Southern Islands to Polaris
    [0x7300, 0x730f, 8, null], // Fiji
    [0x9800, 0x98ff, 8, null], // Kabini to Stoney Ridge
    [0x1304, 0x131d, 8, null], // Kaveri
    [0x15d8, 0x15dd, 9, 1], // Raven Ridge, Picasso
    [0x1636, 0x1638, 9, 2], // Renoir, Cezanne
    [0x164c, 0x164c, 9, 2], // Lucienne
    [0x15e7, 0x15e7, 9, 2], // Barcelo
    [0x163f, 0x163f, 10, 3], // Van Gogh
    [0x164d, 0x164e, 10, 3], // Rembrandt, Raphael
    [0x1681, 0x1681, 10, 3], // Rembrandt
    [0x1506, 0x1506, 10, 3], // Mendocino
    [0x13c0, 0x13c0, 10, 3], // Granite Ridge
    [0x15bf, 0x15c8, 11, 4], // Phoenix
    [0x1900, 0x1901, 11, 4], // Hawk Point
    [0x150e, 0x150e, 11, 4], // Strix
    [0x1586, 0x1586, 11, 4], // Strix Halo
    [0x1114, 0x1114, 11, 4], // Krackan
    [0x7310, 0x737f, 10, 2], // Navi 1x
    [0x7380, 0x738f, 9, 2], // MI100
    [0x73a0, 0x73ff, 10, 3], // Navi 21 to 23
    [0x7408, 0x741f, 9, 2], // MI200
    [0x7420, 0x743f, 10, 3], // Navi 24
    [0x7440, 0x749f, 11, 4], // Navi 3x
    [0x74a0, 0x74bf, 9, 4], // MI300
    [0x7550, 0x759f, 12, 5], // Navi 4x
    [0x75a0, 0x75bf, 9, 5], // MI350
  ];

/** Which generation a card's chip is of, as its driver says (`ip_discovery`), else by its id (hexadecimal, without 0x). */
export async function amdGeneration(files: CardFiles, deviceId: string | null): Promise<AmdGeneration> {
  const id = deviceId === null ? NaN : parseInt(deviceId, 16);
  const [, , graphics = null, video = null] =
    families.find(([first, last]) => id >= first && id <= last) ?? [];
  return {
    graphics: (await files.number('ip_discovery/die/0/GC/0/major')) ?? graphics,
    video: (await files.number('ip_discovery/die/0/VCN/0/major')) ?? video,
  };
}

/** Whether `graphics` sets the bit of the hotspot's temperature only when that holds the clocks down. */
export function tellsHotspot({ graphics }: AmdGeneration): boolean {
  return graphics !== null && graphics < 11;
}

/** Since VCN 4 one engine encodes and decodes, and the kernel counts both as encoding. */
export function videoEngineOf({ graphics, video }: AmdGeneration): 'separate' | 'unified' | null {
  // Chips before VCN had UVD and VCE, one for each.
  const isOlder = video === null && graphics !== null && graphics < 10;
  if (video === null) return isOlder ? 'separate' : null;
  return video >= 4 ? 'unified' : 'separate';
}

/** Cards since Navi have a PCIe switch of their own between slot and chip; accelerators (graphics version 9) have none. */
export function hasOwnSwitch({ graphics }: AmdGeneration): boolean {
  return graphics !== null && graphics >= 10;
}
