/**
 * The NVIDIA driver's own library, asked in a helper process. Every value is as the library gives it (its units,
 * see nvml.h), or null with its return code in `errors`.
 */
export interface NvmlSource {
  /**
   * One reading of every card, or of those at the PCI addresses in `only`. Loads and initialises the library when
   * needed, which may create `/dev/nvidiactl` where no driver is loaded: look for that first. Rejects with a
   * Failure: `absent` (no such library, or switched off), `timeout`, `failed` (the helper died).
   */
  read(only: readonly string[] | null): Promise<NvmlSnapshot>;
}

/** What the library answered; `code` is its return code when it could not be initialised or not count its cards. */
export type NvmlSnapshot = { ok: false; code: number } | NvmlCards;

export interface NvmlCards {
  ok: true;
  driverVersion: string | null;
  nvmlVersion: string | null;
  /** As `13010` for 13.1. */
  cudaVersion: number | null;
  devices: NvmlDevice[];
}

/** One card; `errors` holds the return code of every value that is null, and `handle` when nothing could be asked. */
export interface NvmlDevice {
  /** Its place in the driver's list; null when it was asked for by its address. */
  index: number | null;
  name: string | null;
  uuid: string | null;
  /** As `00000000:01:00.0`. */
  pciAddress: string | null;
  gpuPercent: number | null;
  memoryPercent: number | null;
  memory: NvmlMemory | null;
  celsius: number | null;
  memoryCelsius: number | null;
  milliwatts: number | null;
  averageMilliwatts: number | null;
  instantMilliwatts: number | null;
  limitMilliwatts: number | null;
  millijoules: number | null;
  graphicsMhz: number | null;
  smMhz: number | null;
  memoryMhz: number | null;
  fanPercent: number | null;
  encoderPercent: number | null;
  decoderPercent: number | null;
  /** 0 (fastest) to 15; 32 is unknown. */
  performanceState: number | null;
  /** A bit set in hexadecimal, as `0x4`. */
  clocksEventReasons: string | null;
  pcieGeneration: number | null;
  pcieWidth: number | null;
  /** 0 off, 1 on. */
  eccMode: number | null;
  /** Corrected and uncorrected memory errors since the driver was loaded, and over the card's life. */
  ecc: Record<NvmlEccCount, number | null>;
  /** 0 off, 1 on. */
  migMode: number | null;
  migInstances: NvmlMigInstance[];
  /** Null when neither list could be had. */
  processes: NvmlProcess[] | null;
  errors: Record<string, number>;
}

export type NvmlEccCount =
  'volatileCorrected' | 'volatileUncorrected' | 'aggregateCorrected' | 'aggregateUncorrected';

/** Bytes. `reserved` is null from drivers that count it as used. */
export interface NvmlMemory {
  total: number;
  free: number;
  used: number;
  reserved: number | null;
}

export interface NvmlMigInstance {
  index: number;
  name: string | null;
  uuid: string | null;
  gpuInstanceId: number | null;
  computeInstanceId: number | null;
  memory: NvmlMemory | null;
}

export interface NvmlProcess {
  pid: number;
  kind: 'compute' | 'graphics' | 'both';
  name: string | null;
  /** Bytes; null where the driver does not tell. */
  memory: number | null;
  /** The MIG instance it runs in. */
  gpuInstanceId: number | null;
}

/** A card of which nothing could be asked. */
export function unansweredDevice(index: number | null, errors: Record<string, number>): NvmlDevice {
  return {
    index,
    name: null,
    uuid: null,
    pciAddress: null,
    gpuPercent: null,
    memoryPercent: null,
    memory: null,
    celsius: null,
    memoryCelsius: null,
    milliwatts: null,
    averageMilliwatts: null,
    instantMilliwatts: null,
    limitMilliwatts: null,
    millijoules: null,
    graphicsMhz: null,
    smMhz: null,
    memoryMhz: null,
    fanPercent: null,
    encoderPercent: null,
    decoderPercent: null,
    performanceState: null,
    clocksEventReasons: null,
    pcieGeneration: null,
    pcieWidth: null,
    eccMode: null,
    ecc: {
      volatileCorrected: null,
      volatileUncorrected: null,
      aggregateCorrected: null,
      aggregateUncorrected: null,
    },
    migMode: null,
    migInstances: [],
    processes: null,
    errors,
  };
}
