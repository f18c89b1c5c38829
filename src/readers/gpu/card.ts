/**
 * What a GPU backend reads, the same for every vendor: base units, null where unknown. What only one vendor
 * knows stands in its own extension of `GpuCard`.
 */
export interface GpuCard {
  /** UUID, else PCI address. Never an index: those change. */
  id: string;
  /** What the original called it: the product for NVIDIA, `card0` for AMD. */
  name: string | null;
  model: string | null;
  /** `0000:01:00.0`, lower case, four digits of domain. */
  pciAddress: string | null;
  state: 'ok' | 'asleep' | 'lost' | 'no_permission' | 'timeout' | 'failed';
  integrated: boolean | null;
  usagePercent: number | null;
  vramTotal: number | null;
  vramUsed: number | null;
  vramFree: number | null;
  memoryKind: 'dedicated' | 'unified' | 'carveout' | null;
  gttTotal: number | null;
  gttUsed: number | null;
  celsius: number | null;
  hotspotCelsius: number | null;
  memoryCelsius: number | null;
  watts: number | null;
  limitWatts: number | null;
  joules: number | null;
  fanPercent: number | null;
  fanRpm: number | null;
  graphicsMhz: number | null;
  memoryMhz: number | null;
  encoderPercent: number | null;
  decoderPercent: number | null;
  memoryActivityPercent: number | null;
  throttleReasons: string[] | null;
  pcieGeneration: number | null;
  pcieWidth: number | null;
  driverVersion: string | null;
  processes: GpuCardProcess[] | null;
}

export interface GpuCardProcess {
  pid: number;
  name: string | null;
  kind: 'compute' | 'graphics' | 'both' | null;
  memory: number | null;
}

/** A card of which nothing is known but who it is; readers fill in what they find. */
export function unknownCard(id: string): GpuCard {
  return {
    id,
    name: null,
    model: null,
    pciAddress: null,
    state: 'ok',
    integrated: null,
    usagePercent: null,
    vramTotal: null,
    vramUsed: null,
    vramFree: null,
    memoryKind: null,
    gttTotal: null,
    gttUsed: null,
    celsius: null,
    hotspotCelsius: null,
    memoryCelsius: null,
    watts: null,
    limitWatts: null,
    joules: null,
    fanPercent: null,
    fanRpm: null,
    graphicsMhz: null,
    memoryMhz: null,
    encoderPercent: null,
    decoderPercent: null,
    memoryActivityPercent: null,
    throttleReasons: null,
    pcieGeneration: null,
    pcieWidth: null,
    driverVersion: null,
    processes: null,
  };
}

/** One vendor's cards and whether they can be read. Readers give this for every fact about the host: an absent or
 * broken driver is a state, not a Failure. */
export interface GpuBackendReading<C extends GpuCard = GpuCard> {
  state:
    | 'ok'
    | 'absent'
    | 'lost'
    | 'driver_mismatch'
    | 'no_permission'
    | 'not_passed_through'
    | 'timeout'
    | 'failed';
  /** Where the values come from (`nvidia-smi`, `sysfs`); null when nothing was read. */
  source: string | null;
  /** Why the state is not `ok`, a sentence; null when it is. */
  reason: string | null;
  /** What the operator can do about it; null when nothing is needed or known. */
  remedy: string | null;
  driverVersion: string | null;
  cards: C[];
}
