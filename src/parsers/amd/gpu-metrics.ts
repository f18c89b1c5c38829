/** What `gpu_metrics` adds to the other files of a card; null where this version of it does not tell. */
export interface GpuMetrics {
  size: number;
  /** 1: a card of its own. 2 and 3: part of a processor. */
  format: number;
  content: number;
  /** How busy the memory controller was, percent. */
  memoryActivity: number | null;
  /** Bits of `parseAmdThrottleStatus`: why clocks are held down. */
  throttleStatus: bigint | null;
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
    throttleStatus: statusAt(view, size, throttleAt.get(version)),
  };
}

/** How the structure says of 16 bits that there is no value. */
const notTold = 0xffff;

function percentAt(view: DataView, size: number, offset: number | undefined): number | null {
  if (offset === undefined || offset + 2 > size) return null;
  const value = view.getUint16(offset, true);
  return value === notTold ? null : value;
}

function statusAt(view: DataView, size: number, offset: number | undefined): bigint | null {
  if (offset === undefined || offset + 8 > size) return null;
  const bits = view.getBigUint64(offset, true);
  return bits === 2n ** 64n - 1n ? null : bits;
}
