import { nvmlMeaning, type NvmlFault } from './return-codes.js';

/** A card that the driver lists and cannot reach any more. */
export interface NvidiaSmiLostCard {
  /** Its place in the driver's list; null when only the address is told. */
  index: number | null;
  /** As nvidia-smi writes it (`0000:41:00.0`); null when only the index is told. */
  pciAddress: string | null;
  cause: 'lost' | 'reset_required' | 'no_permission' | 'unknown_error';
}

const lostLine =
  /^Unable to determine the device handle for gpu\s*(?:(?:(\d{1,3}):\s*)?([\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[\da-f])|(\d{1,3}))?:?\s*(.*)$/gim;

/** The cards that `nvidia-smi` says it cannot reach, from whatever it printed. */
export function parseNvidiaSmiLost(text: string): NvidiaSmiLostCard[] {
  return [...text.matchAll(lostLine)].map(([, before, pciAddress, alone, words = '']) => {
    const index = before ?? alone;
    return {
      index: index === undefined ? null : Number(index),
      pciAddress: pciAddress ?? null,
      cause: causeOf(words),
    };
  });
}

function causeOf(words: string): NvidiaSmiLostCard['cause'] {
  if (/lost/i.test(words)) return 'lost';
  if (/reset/i.test(words)) return 'reset_required';
  return /permission/i.test(words) ? 'no_permission' : 'unknown_error';
}

/** What `nvidia-smi -L` lists. MIG instances, which it lists below their card, are left out. */
export interface NvidiaSmiList {
  healthy: { index: number; name: string; uuid: string | null }[];
  lost: NvidiaSmiLostCard[];
}

/** `nvidia-smi -L`: cards that answer, and those that do not. It exits with 15 when one is lost. */
export function parseNvidiaSmiList(text: string): NvidiaSmiList {
  const healthy = [...text.matchAll(/^GPU (\d{1,3}): (.*)$/gm)].map(([, index, rest = '']) => {
    const words = rest.trimEnd();
    const [identity = '', uuid] = / \(UUID: ([^()]*)\)$/.exec(words) ?? [];
    return {
      index: Number(index),
      name: words.slice(0, words.length - identity.length),
      uuid: uuid?.startsWith('GPU-') === true ? uuid : null,
    };
  });
  return { healthy, lost: parseNvidiaSmiLost(text) };
}

/** What kind of failure `nvidia-smi` reports. */
export type NvidiaSmiFailureKind = NvmlFault | 'init_failed' | 'bad_field' | 'crashed' | 'other';

export interface NvidiaSmiFailure {
  kind: NvidiaSmiFailureKind;
  /** The first line it printed; empty when it printed none. How it was ended, for `crashed`. */
  message: string;
  /** The field it does not know, for `bad_field`. */
  field: string | null;
}

/** Words first: several failures share exit status 255, and `-L` exits with 0 where there is no card. */
const byWords: readonly [RegExp, NvidiaSmiFailureKind][] = [
  [/is not a valid field to query/i, 'bad_field'],
  [/couldn't find libnvidia-ml/i, 'no_library'],
  [/couldn't communicate with the NVIDIA driver/i, 'driver_not_loaded'],
  [/version mismatch|Mismatch in versions/i, 'version_mismatch'],
  [/GPU is lost|GPU reset must occur|requires reset/i, 'gpu_lost'],
  [/Unable to determine the device handle/i, 'gpu_lost'],
  [/Insufficient Permissions/i, 'no_permission'],
  [/blocked by the operating system/i, 'blocked'],
  [/No devices (were )?found/i, 'no_devices'],
  [/Failed to initialize NVML/i, 'init_failed'],
];

/** What it exits with when its arguments are wrong; else it exits with NVML's return code. */
const invalidArgument = 2;

/**
 * What went wrong, from the exit status (the man page's RETURN VALUE) and what was printed, which goes to stdout
 * even for errors. Null when nothing did.
 */
export function parseNvidiaSmiFailure(exitCode: number | null, text: string): NvidiaSmiFailure | null {
  const said = byWords.find(([words]) => words.test(text))?.[1];
  if (exitCode === 0 && said !== 'no_devices') return null;
  return {
    kind: said ?? kindOfExit(exitCode),
    message: text.trim().split('\n')[0]?.trim() ?? '',
    field: /^Field "([^"]*)" is not a valid field/m.exec(text)?.[1] ?? null,
  };
}

function kindOfExit(exitCode: number | null): NvidiaSmiFailureKind {
  if (exitCode === invalidArgument) return 'bad_field';
  return (exitCode === null ? null : nvmlMeaning(exitCode).fault) ?? 'other';
}
