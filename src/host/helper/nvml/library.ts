import koffi, { type LibraryHandle } from 'koffi';
import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';

/**
 * The functions of NVML this service uses, with their arguments: d a device's handle, u an unsigned int, i an int,
 * s a text, p a pointer to be written to. Every one answers with a return code. See nvml.h.
 */
const signatures = {
  nvmlInit_v2: '',
  nvmlShutdown: '',
  nvmlSystemGetDriverVersion: 'pu',
  nvmlSystemGetNVMLVersion: 'pu',
  nvmlSystemGetCudaDriverVersion_v2: 'p',
  nvmlSystemGetProcessName: 'upu',
  nvmlDeviceGetCount_v2: 'p',
  nvmlDeviceGetHandleByIndex_v2: 'up',
  nvmlDeviceGetHandleByPciBusId_v2: 'sp',
  nvmlDeviceGetName: 'dpu',
  nvmlDeviceGetUUID: 'dpu',
  nvmlDeviceGetPciInfo_v3: 'dp',
  nvmlDeviceGetUtilizationRates: 'dp',
  nvmlDeviceGetMemoryInfo_v2: 'dp',
  nvmlDeviceGetMemoryInfo: 'dp',
  nvmlDeviceGetTemperatureV: 'dp',
  nvmlDeviceGetTemperature: 'dip',
  nvmlDeviceGetFieldValues: 'dip',
  nvmlDeviceGetPowerUsage: 'dp',
  nvmlDeviceGetEnforcedPowerLimit: 'dp',
  nvmlDeviceGetTotalEnergyConsumption: 'dp',
  nvmlDeviceGetClockInfo: 'dip',
  nvmlDeviceGetFanSpeed: 'dp',
  nvmlDeviceGetEncoderUtilization: 'dpp',
  nvmlDeviceGetDecoderUtilization: 'dpp',
  nvmlDeviceGetPerformanceState: 'dp',
  nvmlDeviceGetCurrentClocksEventReasons: 'dp',
  nvmlDeviceGetCurrentClocksThrottleReasons: 'dp',
  nvmlDeviceGetCurrPcieLinkGeneration: 'dp',
  nvmlDeviceGetCurrPcieLinkWidth: 'dp',
  nvmlDeviceGetEccMode: 'dpp',
  nvmlDeviceGetTotalEccErrors: 'diip',
  nvmlDeviceGetMigMode: 'dpp',
  nvmlDeviceGetMaxMigDeviceCount: 'dp',
  nvmlDeviceGetMigDeviceHandleByIndex: 'dup',
  nvmlDeviceGetGpuInstanceId: 'dp',
  nvmlDeviceGetComputeInstanceId: 'dp',
  nvmlDeviceGetComputeRunningProcesses_v3: 'dpp',
  nvmlDeviceGetComputeRunningProcesses_v2: 'dpp',
  nvmlDeviceGetGraphicsRunningProcesses_v3: 'dpp',
  nvmlDeviceGetGraphicsRunningProcesses_v2: 'dpp',
} as const;

export type NvmlFunction = keyof typeof signatures;

/** NVML, loaded. */
export interface NvmlLibrary {
  /** Calls a function; its return code, `functionNotFound` where this driver's library has no such function. */
  call(name: NvmlFunction, ...args: readonly (number | bigint | string | Buffer)[]): number;
  /** Bytes of an entry in the list of programs that `…RunningProcesses_v3` writes. */
  readonly processEntrySize: number;
}

const types = new Map([
  ['d', 'uint64'],
  ['u', 'uint'],
  ['i', 'int'],
  ['s', 'str'],
  ['p', 'void *'],
]);

/**
 * Loads the first of `places` that can be, and binds each of its functions by itself: drivers differ in which they
 * have. Throws an error with the code ENOENT when there is none.
 */
export function loadNvml(places: readonly string[]): NvmlLibrary {
  const library = firstOf(places);
  const functions = new Map<string, NativeFunction>();
  for (const [name, letters] of Object.entries(signatures)) {
    const bound = bind(library, name, Array.from(letters));
    if (bound !== null) functions.set(name, bound);
  }
  return {
    call: (name, ...args) => functions.get(name)?.(...args) ?? nvmlCode.functionNotFound,
    processEntrySize: hasLongEntries(library) ? 32 : 24,
  };
}

/**
 * The first drivers with confidential computing wrote an entry with one number more under the same name; those after
 * them have a call of its own for that, and the short entry again.
 */
function hasLongEntries(library: LibraryHandle): boolean {
  const has = (name: string) => bind(library, name, []) !== null;
  return has('nvmlDeviceGetConfComputeMemSizeInfo') && !has('nvmlDeviceGetRunningProcessDetailList');
}

function firstOf(places: readonly string[]): LibraryHandle {
  const reasons: string[] = [];
  for (const place of places) {
    try {
      return koffi.load(place);
    } catch (thrown) {
      reasons.push(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  // One that is there but cannot be loaded says more than those that are not.
  const reason = reasons.find((one) => !/no such file/i.test(one)) ?? 'there is none in the usual places';
  throw Object.assign(new Error(`the driver's library libnvidia-ml cannot be loaded: ${reason}`), {
    code: 'ENOENT',
  });
}

type NativeFunction = (...args: unknown[]) => number;

function bind(library: LibraryHandle, name: string, letters: string[]): NativeFunction | null {
  try {
    return library.func(
      name,
      'int',
      letters.flatMap((letter) => types.get(letter) ?? []),
    );
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.startsWith('Cannot find function')) return null;
    throw thrown;
  }
}
