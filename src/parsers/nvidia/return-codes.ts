/**
 * Return codes of NVML that mean something here (`nvmlReturn_t` of nvml.h); nvidia-smi exits with the same numbers.
 * https://docs.nvidia.com/deploy/nvml-api/group__nvmlDeviceEnumvs.html
 */
export const nvmlCode = {
  success: 0,
  uninitialised: 1,
  notSupported: 3,
  noPermission: 4,
  notFound: 6,
  insufficientSize: 7,
  driverNotLoaded: 9,
  timeout: 10,
  libraryNotFound: 12,
  functionNotFound: 13,
  gpuIsLost: 15,
  resetRequired: 16,
  operatingSystem: 17,
  versionMismatch: 18,
  argumentVersionMismatch: 25,
  deprecated: 26,
  gpuNotFound: 28,
  unknown: 999,
} as const;

/** What a return code says about the driver as a whole. */
export type NvmlFault =
  | 'no_library'
  | 'driver_not_loaded'
  | 'version_mismatch'
  | 'no_permission'
  | 'blocked'
  | 'gpu_lost'
  | 'no_devices';

interface Meaning {
  fault?: NvmlFault;
  /** How the driver's own programs print it in place of a value. */
  words?: string;
  /** No more than that the card, or its driver, has no such value. */
  unsupported?: true;
  /** The library answers for no card at all until it is initialised anew. */
  ofLibrary?: true;
  /** This card is gone until it is reset. */
  cardIsLost?: true;
}

const meanings = new Map<number, Meaning>([
  [nvmlCode.uninitialised, { ofLibrary: true }],
  [nvmlCode.notSupported, { unsupported: true, words: 'Not Supported' }],
  [nvmlCode.noPermission, { fault: 'no_permission', words: 'Insufficient Permissions' }],
  [nvmlCode.notFound, { fault: 'no_devices' }],
  [nvmlCode.driverNotLoaded, { fault: 'driver_not_loaded', ofLibrary: true }],
  [nvmlCode.timeout, { words: 'Timeout' }],
  [nvmlCode.libraryNotFound, { fault: 'no_library' }],
  [nvmlCode.functionNotFound, { unsupported: true, words: 'Function Not Found' }],
  [nvmlCode.gpuIsLost, { fault: 'gpu_lost', cardIsLost: true, words: 'GPU is lost' }],
  [nvmlCode.resetRequired, { cardIsLost: true, words: 'GPU requires reset' }],
  [nvmlCode.operatingSystem, { fault: 'blocked', words: 'GPU access blocked by the operating system' }],
  [nvmlCode.versionMismatch, { fault: 'version_mismatch', ofLibrary: true }],
  [nvmlCode.argumentVersionMismatch, { unsupported: true }],
  [nvmlCode.deprecated, { unsupported: true, words: 'Requested functionality has been deprecated' }],
  [nvmlCode.gpuNotFound, { fault: 'no_devices' }],
  [nvmlCode.unknown, { words: 'Unknown Error' }],
]);

/** What this return code means; nothing for one that is not in the table. */
export function nvmlMeaning(code: number): Readonly<Meaning> {
  return meanings.get(code) ?? {};
}

/** The words that stand for this return code where nvidia-smi prints it in place of a value. */
export function nvmlWords(code: number): string {
  return nvmlMeaning(code).words ?? `return code ${code}`;
}

/** The return code that these words stand for, in any case of letters; null when they stand for none. */
export function nvmlCodeOfWords(words: string): number | null {
  const requested = words.toLowerCase();
  return [...meanings].find(([, meaning]) => meaning.words?.toLowerCase() === requested)?.[0] ?? null;
}
