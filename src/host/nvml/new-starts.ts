import { nvmlMeaning } from '../../parsers/nvidia/return-codes.js';
import type { NvmlDevice, NvmlSnapshot } from './nvml.js';

/** First and longest pause between two starts of the library, ms; it doubles while they do not help. */
const pauses = {
  /** A card that is lost comes back only to a library initialised anew, if at all. */
  card: { first: 30_000, longest: 600_000 },
  /** A library without its driver answers for no card. */
  library: { first: 1_000, longest: 10_000 },
};
const wholeLibrary = 'library';

/**
 * When the library is to be initialised anew: for a card that is lost, must be reset or cannot be identified, and
 * sooner for the library as a whole. A value that cannot be had is no reason. All times in ms.
 */
export class NewStarts {
  #last = -Infinity;
  #tried: ReadonlySet<string> = new Set();
  #vain = 0;

  /** A start, whatever it was for, has begun or has come to its end now. */
  started(now: number): void {
    this.#last = now;
  }

  /** Whether a new start is due after this reading; if so, it is taken for begun. */
  due(snapshot: NvmlSnapshot, now: number): boolean {
    const sick = sickIn(snapshot);
    // What has not been tried for yet does not wait as long as what no start has helped.
    if (sick.some((one) => !this.#tried.has(one))) this.#vain = 0;
    if (sick.length === 0) this.#tried = new Set();
    const { first, longest } = sick.includes(wholeLibrary) ? pauses.library : pauses.card;
    const pause = Math.min(longest, first * 2 ** this.#vain);
    if (sick.length === 0 || now - this.#last < pause) return false;
    this.#tried = new Set(sick);
    this.#vain += 1;
    this.#last = now;
    return true;
  }
}

/** Whether the library answers for at least one card, so that it is worth keeping. */
export function answersForSome(snapshot: NvmlSnapshot): boolean {
  return snapshot.ok && snapshot.devices.some((device) => !isOfLibrary(device) && !isLost(device));
}

function sickIn(snapshot: NvmlSnapshot): string[] {
  if (!snapshot.ok || snapshot.devices.some(isOfLibrary)) return [wholeLibrary];
  return snapshot.devices.filter(isLost).map(({ index, pciAddress }) => String(index ?? pciAddress));
}

function isOfLibrary({ errors }: NvmlDevice): boolean {
  return Object.values(errors).some((code) => nvmlMeaning(code).ofLibrary === true);
}

function isLost({ errors, uuid, name }: NvmlDevice): boolean {
  const gone = Object.values(errors).some((code) => nvmlMeaning(code).cardIsLost === true);
  return gone || 'handle' in errors || (uuid === null && name === null);
}
