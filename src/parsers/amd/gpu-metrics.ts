/** What `gpu_metrics` adds to the other files of a card; null where this version of it does not tell. */
export interface GpuMetrics {
  size: number;
  /** 1: a card of its own. 2 and 3: part of a processor. */
  format: number;
  content: number;
  /** How busy the memory controller was, percent. */
  memoryActivity: number | null;
  /** Why clocks are held down, in words. */
  throttleReasons: string[] | null;
}

/** Where average_umc_activity (16 bits) stands, by version. */
const memoryActivityAt = new Map([
  ['1.1', 18],
  ['1.2', 18],
  ['1.3', 18],
  ['1.4', 14],
  ['1.5', 14],
]);

/** Where indep_throttle_status (64 bits) stands, by version. */
const throttleAt = new Map([
  ['1.3', 112],
  ['2.2', 120],
  ['2.3', 120],
  ['2.4', 120],
]);

/**
 * Bits of indep_throttle_status (amdgpu_smu.h). Bit 36, the hotspot's temperature, is left out: RDNA 3 cards set
 * it nearly always, cold and idle ones too.
 */
const throttleBits: readonly (readonly [number, string])[] = [
  [0, 'power limit 0'],
  [1, 'power limit 1'],
  [2, 'power limit 2'],
  [3, 'power limit 3'],
  [4, 'sustained power limit'],
  [5, 'fast power limit'],
  [6, 'slow power limit'],
  [7, 'slow power limit of the APU'],
  [16, 'current of the graphics engine'],
  [17, 'current of the SoC'],
  [18, 'current of the memory'],
  [19, 'current of VDD'],
  [20, 'current of CVIP'],
  [21, 'peak current of the CPU'],
  [22, 'peak current of the graphics engine'],
  [23, 'peak current control'],
  [32, 'temperature of the GPU'],
  [33, 'temperature of the CPU cores'],
  [34, 'temperature of the memory'],
  [35, 'temperature of the edge'],
  [37, 'temperature of the SoC'],
  [38, 'temperature of the graphics voltage regulator'],
  [39, 'temperature of the SoC voltage regulator'],
  [40, 'temperature of memory voltage regulator 0'],
  [41, 'temperature of memory voltage regulator 1'],
  [42, 'temperature of liquid 0'],
  [43, 'temperature of liquid 1'],
  [44, 'hot voltage regulator 0'],
  [45, 'hot voltage regulator 1'],
  [46, 'the processor is hot'],
  [47, 'the graphics engine is hot'],
  [56, 'power management'],
  [57, 'reliability limit'],
];

/**
 * `gpu_metrics` of amdgpu (https://docs.kernel.org/gpu/amdgpu/thermal.html#gpu-metrics; the layouts stand in
 * kgd_pp_interface.h): its header, and where the version is known what other files may lack. All ones mean
 * "not told". Null when there is no whole structure.
 */
export function parseGpuMetrics(bytes: Uint8Array | null): GpuMetrics | null {
  if (bytes === null || bytes.byteLength < 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint16(0, true);
  if (size < 4 || size > bytes.byteLength) return null;
  const [format, content] = [view.getUint8(2), view.getUint8(3)];
  const version = `${format}.${content}`;
  return {
    size,
    format,
    content,
    memoryActivity: percentAt(view, size, memoryActivityAt.get(version)),
    throttleReasons: reasonsAt(view, size, throttleAt.get(version)),
  };
}

/** How the structure says of 16 bits that there is no value. */
const notTold = 0xffff;

function percentAt(view: DataView, size: number, offset: number | undefined): number | null {
  if (offset === undefined || offset + 2 > size) return null;
  const value = view.getUint16(offset, true);
  return value === notTold ? null : value;
}

function reasonsAt(view: DataView, size: number, offset: number | undefined): string[] | null {
  if (offset === undefined || offset + 8 > size) return null;
  const bits = view.getBigUint64(offset, true);
  if (bits === 2n ** 64n - 1n) return null;
  return throttleBits.filter(([bit]) => (bits >> BigInt(bit)) & 1n).map(([, words]) => words);
}
