import { parsePlist, type PlistValue } from './plist.js';

/** A GPU as the I/O Registry of macOS tells of it; bytes, percent, null where not told. */
export interface IoregAccelerator {
  /** Class of its driver, `AGXAcceleratorG15X`. */
  driver: string | null;
  model: string | null;
  cores: number | null;
  usage: number | null;
  rendererUsage: number | null;
  tilerUsage: number | null;
  /** System memory that is allocated for it, and that it uses. */
  allocatedMemory: number | null;
  usedMemory: number | null;
  /** Memory of its own, which only cards of Intel Macs have. */
  ownMemoryUsed: number | null;
  ownMemoryFree: number | null;
  celsius: number | null;
  watts: number | null;
  fanRpm: number | null;
  graphicsMhz: number | null;
  memoryMhz: number | null;
}

/**
 * Output of `ioreg -r -d 1 -c IOAccelerator -a`: a property list of one dictionary for each GPU, whose
 * `PerformanceStatistics` differ by driver. Null when it is not one; no GPU prints nothing at all.
 */
export function parseIoregAccelerators(text: string): IoregAccelerator[] | null {
  if (text.trim() === '') return [];
  const list = parsePlist(text);
  return Array.isArray(list) ? list.filter(isDictionary).map(accelerator) : null;
}

type Dictionary = Record<string, PlistValue>;

function isDictionary(value: PlistValue | undefined): value is Dictionary {
  return typeof value === 'object' && !Array.isArray(value);
}

function isMeasured(value: PlistValue | undefined): value is number {
  return typeof value === 'number' && value >= 0;
}

function accelerator(parsed: Dictionary): IoregAccelerator {
  const { PerformanceStatistics: nested } = parsed;
  const statistics = isDictionary(nested) ? nested : {};
  const text = (name: string) =>
    typeof parsed[name] === 'string' && parsed[name] !== '' ? parsed[name] : null;
  const first = (from: Dictionary, ...names: string[]) =>
    names.map((name) => from[name]).find(isMeasured) ?? null;
  const number = (...names: string[]) => first(statistics, ...names);
  return {
    driver: text('IOClass') ?? text('IOObjectClass'),
    model: text('model'),
    cores: first(parsed, 'gpu-core-count'),
    usage: number('Device Utilization %', 'GPU Activity(%)', 'GPU Core Utilization'),
    rendererUsage: number('Renderer Utilization %'),
    tilerUsage: number('Tiler Utilization %'),
    allocatedMemory: number('Alloc system memory'),
    usedMemory: number('In use system memory'),
    ownMemoryUsed: number('vramUsedBytes'),
    ownMemoryFree: number('vramFreeBytes'),
    celsius: number('Temperature(C)'),
    watts: number('Total Power(W)'),
    fanRpm: number('Fan Speed(RPM)'),
    graphicsMhz: number('Core Clock(MHz)'),
    memoryMhz: number('Memory Clock(MHz)'),
  };
}
