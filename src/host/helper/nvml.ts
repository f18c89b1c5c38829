import { unansweredDevice, type NvmlDevice, type NvmlSnapshot } from '../nvml.js';
import { nvmlDevice, textIn } from './nvml-device.js';
import { loadNvml, nvmlCode, type NvmlFunction, type NvmlLibrary } from './nvml-library.js';

const textSize = 96;
/** A lost card comes back only to a library initialised anew, which is dear where other cards are well. */
const anewAfter = 30_000;

let library: NvmlLibrary | null = null;
let initialisedAt: number | null = null;
let mustStartAnew = false;

export const methods = {
  /** Loads the first library of `places` and initialises it; its return code. Throws ENOENT when there is none. */
  open: (places: readonly string[], parent: number): number => {
    endUnlessParentIs(parent);
    library ??= loadNvml(places);
    return initialise(library);
  },
  /** Reads every card, or those at the addresses in `only`. */
  read: (only: readonly string[] | null): NvmlSnapshot => {
    if (library === null) return { ok: false, code: nvmlCode.uninitialised };
    if (mustStartAnew) shutDown();
    const code = initialise(library);
    return code === nvmlCode.success ? cards(library, only) : { ok: false, code };
  },
  /** Lets go of the cards, so that they may sleep. */
  close: (): void => shutDown(),
};

/** Between its start and the wish to die with its parent this process may have lost it already. */
function endUnlessParentIs(parent: number): void {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}

function initialise(loaded: NvmlLibrary): number {
  if (initialisedAt !== null) return nvmlCode.success;
  const code = loaded.call('nvmlInit_v2');
  if (code === nvmlCode.success) initialisedAt = performance.now();
  return code;
}

function shutDown(): void {
  if (initialisedAt !== null) library?.call('nvmlShutdown');
  initialisedAt = null;
  mustStartAnew = false;
}

function cards(loaded: NvmlLibrary, only: readonly string[] | null): NvmlSnapshot {
  const count = Buffer.alloc(4);
  const code = loaded.call('nvmlDeviceGetCount_v2', count);
  if (code !== nvmlCode.success) {
    mustStartAnew = true;
    return { ok: false, code };
  }
  const devices =
    only === null
      ? Array.from({ length: count.readUInt32LE() }, (_, index) => deviceAt(loaded, index))
      : only.map((address) => deviceAt(loaded, address));
  mustStartAnew = devices.some(needsNewStart);
  return {
    ok: true,
    driverVersion: systemText(loaded, 'nvmlSystemGetDriverVersion'),
    nvmlVersion: systemText(loaded, 'nvmlSystemGetNVMLVersion'),
    cudaVersion: cudaVersion(loaded),
    devices,
  };
}

function deviceAt(loaded: NvmlLibrary, place: number | string): NvmlDevice {
  const handle = Buffer.alloc(8);
  const index = typeof place === 'number' ? place : null;
  const code =
    typeof place === 'number'
      ? loaded.call('nvmlDeviceGetHandleByIndex_v2', place, handle)
      : loaded.call('nvmlDeviceGetHandleByPciBusId_v2', place, handle);
  if (code === nvmlCode.success) return nvmlDevice(loaded, handle.readBigUInt64LE(), index);
  return {
    ...unansweredDevice(index, { handle: code }),
    pciAddress: typeof place === 'string' ? place : null,
  };
}

const anewAtOnce = new Set<number>([
  nvmlCode.uninitialised,
  nvmlCode.driverNotLoaded,
  nvmlCode.versionMismatch,
]);
const anewInTime = new Set<number>([nvmlCode.gpuLost, nvmlCode.resetRequired, nvmlCode.unknown]);

function needsNewStart({ errors }: NvmlDevice): boolean {
  const codes = Object.values(errors);
  if (codes.some((code) => anewAtOnce.has(code))) return true;
  return codes.some((code) => anewInTime.has(code)) && performance.now() - (initialisedAt ?? 0) > anewAfter;
}

function systemText(loaded: NvmlLibrary, name: NvmlFunction): string | null {
  const buffer = Buffer.alloc(textSize);
  return loaded.call(name, buffer, textSize) === nvmlCode.success ? textIn(buffer, 0, textSize) : null;
}

function cudaVersion(loaded: NvmlLibrary): number | null {
  const version = Buffer.alloc(4);
  const code = loaded.call('nvmlSystemGetCudaDriverVersion_v2', version);
  return code === nvmlCode.success ? version.readInt32LE() : null;
}
