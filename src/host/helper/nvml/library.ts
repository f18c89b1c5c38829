import koffi, { type LibraryHandle } from 'koffi';
import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';
import { cannotLoad, type NvmlPlaces } from '../../nvml/places.js';

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
 * which they have. Throws an error with the code ENOENT when there is none; one that is there and cannot be loaded, or that
 * a setting names, is an error in the loader's words.
 */
export function loadNvml(places: NvmlPlaces): NvmlLibrary {
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

function firstOf({ paths, isNamed }: NvmlPlaces): LibraryHandle {
  const reasons: string[] = [];
  for (const place of paths) {
    try {
      return koffi.load(place);
    } catch (thrown) {
      const words = wordsOf(thrown);
      // One that is there but cannot be loaded says more than those that are not.
      if (isNamed || !isMissing.test(words)) reasons.push(`${place}: ${words}`);
    }
  }
  const [reason = 'there is none in the usual places'] = reasons;
  const error = new Error(`the driver's library libnvidia-ml cannot be loaded: ${reason}`);
  throw Object.assign(error, { code: reasons.length === 0 ? 'ENOENT' : cannotLoad });
}

/** What the loader says, without what koffi puts before it; its own name for the library is left out there. */
function wordsOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/^Failed to load shared library: /, '');
}

/** The file itself is missing, and not another one that it needs, which would be named. */
const isMissing =
  /^cannot open shared object file: no such file|^error loading shared library [^(]*: no such file[^(]*$|could not be found/i;

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
