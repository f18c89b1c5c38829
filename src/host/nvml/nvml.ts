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
export type NvmlDevice = ReturnType<typeof unansweredDevice>;

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

/** A card of which nothing could be asked; `index` is its place in the driver's list, null when asked by its address. */
export function unansweredDevice(index: number | null, errors: Record<string, number>) {
  return {
    index,
    name: text,
    uuid: text,
    /** As `00000000:01:00.0`. */
    pciAddress: text,
    gpuPercent: number,
    memoryPercent: number,
    memory: maybe<NvmlMemory>(null),
    celsius: number,
    memoryCelsius: number,
    milliwatts: number,
    averageMilliwatts: number,
    instantMilliwatts: number,
    limitMilliwatts: number,
    millijoules: number,
    graphicsMhz: number,
    smMhz: number,
    memoryMhz: number,
    fanPercent: number,
    encoderPercent: number,
    decoderPercent: number,
    /** 0 (fastest) to 15; 32 is unknown. */
    performanceState: number,
    /** A bit set in hexadecimal, as `0x4`. */
    clocksEventReasons: text,
    pcieGeneration: number,
    pcieWidth: number,
    /** 0 off, 1 on. */
    eccMode: number,
    /** Corrected and uncorrected memory errors since the driver was loaded, and over the card's life. */
    ecc: {
      volatileCorrected: number,
      volatileUncorrected: number,
      aggregateCorrected: number,
      aggregateUncorrected: number,
    },
    /** 0 off, 1 on. */
    migMode: number,
    migInstances: none<NvmlMigInstance>([]),
    /** Null when neither list could be had. */
    processes: maybe<NvmlProcess[]>(null),
    errors,
  };
}

/** What may be told, and is not yet: the type of a card follows from these. */
const maybe = <T>(value: T | null): T | null => value;
const none = <T>(list: readonly T[]): readonly T[] => list;
const number = maybe<number>(null);
const text = maybe<string>(null);
