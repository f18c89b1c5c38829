import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';
import { unansweredDevice, type NvmlDevice, type NvmlSnapshot } from '../../nvml/nvml.js';
import type { NvmlPlaces } from '../../nvml/places.js';
import { nvmlDevice } from './device.js';
import { holdsCards } from './held.js';
import { loadNvml, type NvmlFunction, type NvmlLibrary } from './library.js';
import { textIn } from './text.js';

const textSize = 96;

let library: NvmlLibrary | null = null;
/** What `nvmlInit_v2` answered last. */
let initialised: number = nvmlCode.uninitialised;

export const methods = {
  /** Loads the first library of `places` and initialises it; its return code. Throws as `loadNvml` does. */
  open: (places: NvmlPlaces, parent: number): number => {
    endUnlessParentIs(parent);
    library ??= loadNvml(places);
    if (initialised !== nvmlCode.success) initialised = library.call('nvmlInit_v2');
    return initialised;
  },
  /** Reads every card, or those at the addresses in `only`; never initialises, which may take seconds. */
  read: (only: readonly string[] | null): NvmlSnapshot => {
    if (library === null || initialised !== nvmlCode.success) return { ok: false, code: initialised };
    return cards(library, only);
  },
  /** Lets go of the cards, so that they may sleep; whether the library holds any all the same. */
  close: (): boolean => {
    if (initialised === nvmlCode.success) library?.call('nvmlShutdown');
    initialised = nvmlCode.uninitialised;
    return holdsCards();
  },
};

/** Between its start and the wish to die with its parent this process may have lost it already. */
function endUnlessParentIs(parent: number): void {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}

function cards(loaded: NvmlLibrary, only: readonly string[] | null): NvmlSnapshot {
  const count = Buffer.alloc(4);
  const code = loaded.call('nvmlDeviceGetCount_v2', count);
  if (code !== nvmlCode.success) return { ok: false, code };
  const devices =
    only === null
      ? Array.from({ length: count.readUInt32LE() }, (_, index) => deviceAt(loaded, index))
      : only.map((address) => deviceAt(loaded, address));
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

function systemText(loaded: NvmlLibrary, name: NvmlFunction): string | null {
  const buffer = Buffer.alloc(textSize);
  return loaded.call(name, buffer, textSize) === nvmlCode.success ? textIn(buffer, 0, textSize) : null;
}

function cudaVersion(loaded: NvmlLibrary): number | null {
  const version = Buffer.alloc(4);
  const code = loaded.call('nvmlSystemGetCudaDriverVersion_v2', version);
  return code === nvmlCode.success ? version.readInt32LE() : null;
}
