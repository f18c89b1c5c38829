import koffi, { type LibraryHandle } from 'koffi';
import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';

/** The name of one of NVML's functions. Every one answers with a return code. See nvml.h. */
export type NvmlFunction = `nvml${string}`;

/** A device's handle is a bigint, an int or unsigned int a number, a pointer to be written to a buffer. */
type Argument = number | bigint | string | Buffer;

/** NVML, loaded. */
export interface NvmlLibrary {
  /** Calls a function; its return code, `functionNotFound` where this driver's library has no such function. */
  call(name: NvmlFunction, ...args: readonly Argument[]): number;
  /** Bytes of an entry in the list of programs that `…RunningProcesses_v3` writes. */
  readonly processEntrySize: number;
}

/**
 * Loads the first of `places` that can be. Each function is bound when it is first called, by itself: drivers differ in
 * which they have. Throws an error with the code ENOENT when there is none.
 */
export function loadNvml(places: readonly string[]): NvmlLibrary {
  const library = firstOf(places);
  const functions = new Map<string, Bound | null>();
  return {
    call: (name, ...args) => {
      const known = functions.get(name);
      const bound = known === undefined ? bind(library, name, args) : known;
      functions.set(name, bound);
      return bound === null ? nvmlCode.functionNotFound : bound(...args);
    },
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

type Bound = (...args: readonly Argument[]) => number;

/** What stands for an argument in C. Enumerations are ints; no negative one is ever passed. */
function typeOf(argument: Argument): string {
  if (typeof argument === 'bigint') return 'uint64';
  if (typeof argument === 'string') return 'str';
  return typeof argument === 'number' ? 'uint' : 'void *';
}

/** The function that takes arguments such as these; null where this driver's library has none of that name. */
function bind(library: LibraryHandle, name: string, args: readonly Argument[]): Bound | null {
  try {
    const bound: Bound = library.func(name, 'int', args.map(typeOf));
    return bound;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.startsWith('Cannot find function')) return null;
    throw thrown;
  }
}
