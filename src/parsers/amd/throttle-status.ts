import type { ThrottleClass, ThrottleReason } from '../throttle-reason.js';

const hotspot = 36;

/** Bits of indep_throttle_status (amdgpu_smu.h). */
const throttleBits: readonly (readonly [bit: number, kind: ThrottleClass, reason: string])[] = [
  [0, 'power', 'power limit 0'],
  [1, 'power', 'power limit 1'],
  [2, 'power', 'power limit 2'],
  [3, 'power', 'power limit 3'],
  [4, 'power', 'sustained power limit'],
  [5, 'power', 'fast power limit'],
  [6, 'power', 'slow power limit'],
  [7, 'power', 'slow power limit of the APU'],
  [16, 'current', 'current of the graphics engine'],
  [17, 'current', 'current of the SoC'],
  [18, 'current', 'current of the memory'],
  [19, 'current', 'current of VDD'],
  [20, 'current', 'current of CVIP'],
  [21, 'current', 'peak current of the CPU'],
  [22, 'current', 'peak current of the graphics engine'],
  [23, 'current', 'peak current control'],
  [32, 'heat', 'temperature of the GPU'],
  [33, 'heat', 'temperature of the CPU cores'],
  [34, 'heat', 'temperature of the memory'],
  [35, 'heat', 'temperature of the edge'],
  [hotspot, 'heat', 'temperature of the hotspot'],
  [37, 'heat', 'temperature of the SoC'],
  [38, 'heat', 'temperature of the graphics voltage regulator'],
  [39, 'heat', 'temperature of the SoC voltage regulator'],
  [40, 'heat', 'temperature of memory voltage regulator 0'],
  [41, 'heat', 'temperature of memory voltage regulator 1'],
  [42, 'heat', 'temperature of liquid 0'],
  [43, 'heat', 'temperature of liquid 1'],
  [44, 'heat', 'hot voltage regulator 0'],
  [45, 'heat', 'hot voltage regulator 1'],
  [46, 'heat', 'the processor is hot'],
  [47, 'heat', 'the graphics engine is hot'],
  [56, 'power', 'power management'],
  [57, 'other', 'reliability limit'],
];

/**
 * Why the clocks of an AMD card are held down, from `indep_throttle_status` of its `gpu_metrics`; empty when they are
 * not. Where the bit of the hotspot's temperature says nothing (`trustsHotspot` is false: RDNA 3 and 4 set it nearly
 * always, cold and at rest too) it is left out, and null is given where no other bit tells more.
 */
export function parseAmdThrottleStatus(bits: bigint | null, trustsHotspot: boolean): ThrottleReason[] | null {
  if (bits === null) return null;
  const isSet = (bit: number) => ((bits >> BigInt(bit)) & 1n) === 1n;
  const told = throttleBits.filter(([bit]) => isSet(bit) && (trustsHotspot || bit !== hotspot));
  if (told.length === 0 && isSet(hotspot)) return null;
  return told.map(([, kind, reason]) => ({ class: kind, reason }));
}
