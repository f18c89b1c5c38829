import { bytesOrNull, type Implausible } from '../bounds.js';
import { increaseOf } from '../parsers/arithmetic.js';

type Counters<K extends string> = Readonly<Record<K, number>>;

/** What became of the counters of one thing since they were read before. */
export interface Growth<K extends string> {
  /** It was not there before. */
  isNew: boolean;
  /** Seconds since then; 0 for what is new. */
  seconds: number;
  /** By how much a counter has grown; null where that is not known. */
  of: (counter: K) => number | null;
  hasFallen: boolean;
  /** All its counters are 0, for the first time since they were more: see `growing`. */
  isDoubted: boolean;
}

/** Counters as they were last believed, and the highest that each of them ever was. */
interface Known<K extends string> {
  at: number;
  counters: Counters<K>;
  highest: Map<K, number>;
  isDoubted: boolean;
}

/**
 * Follows the counters `names` of things that come and go; `at` is the time in ms. Some drivers tell 0 for a moment
 * (https://github.com/netdata/netdata/issues/6077), and what a counter rises by when it comes back was never transferred.
 * So what is all 0 is believed when it is told twice in a row, and the step by which a counter reaches what it was before
 * it fell is not known.
 */
export function growing<T extends number | string, K extends string>(
  names: readonly K[],
): (things: ReadonlyMap<T, Counters<K>>, at: number) => Map<T, Growth<K>> {
  let known = new Map<T, Known<K>>();
  return (things, at) => {
    const before = known;
    known = new Map();
    const grown = new Map<T, Growth<K>>();
    for (const [thing, now] of things) {
      const then = before.get(thing);
      const isDoubted =
        then !== undefined && !then.isDoubted && areZero(now, names) && !areZero(then.counters, names);
      grown.set(thing, growthOf(names, then, { counters: now, at, isDoubted }));
      known.set(thing, isDoubted ? { ...then, isDoubted } : knownAfter(names, then, now, at));
    }
    return grown;
  };
}

/** What is said of a thing whose counters are not believed; `field` is the first of them. */
export function doubt(field: string, name: string): Implausible {
  return {
    field,
    reason: `${field} of ${name} 0: all its counters have fallen to 0 at once, which is believed when they stay there`,
  };
}

function areZero<K extends string>(counters: Counters<K>, names: readonly K[]): boolean {
  return names.every((name) => counters[name] === 0);
}

function growthOf<K extends string>(
  names: readonly K[],
  then: Known<K> | undefined,
  { counters, at, isDoubted }: Pick<Known<K>, 'counters' | 'at' | 'isDoubted'>,
): Growth<K> {
  if (then === undefined) return { isNew: true, seconds: 0, of: () => null, hasFallen: false, isDoubted };
  const hasFallen = names.some((name) => counters[name] < then.counters[name]);
  const of = (name: K) => {
    const [from, to, most] = [then.counters[name], counters[name], then.highest.get(name) ?? 0];
    const isBack = from < most && to >= most;
    return isDoubted || isBack ? null : increaseOf(bytesOrNull(from), bytesOrNull(to));
  };
  return { isNew: false, seconds: (at - then.at) / 1000, of, hasFallen, isDoubted };
}

function knownAfter<K extends string>(
  names: readonly K[],
  then: Known<K> | undefined,
  counters: Counters<K>,
  at: number,
): Known<K> {
  // Of most things nothing has changed, and the same line of a text is the same object.
  if (then?.counters === counters) return { ...then, at, isDoubted: false };
  const highestOf = (name: K) => Math.max(then?.highest.get(name) ?? 0, bytesOrNull(counters[name]) ?? 0);
  return { at, counters, highest: new Map(names.map((name) => [name, highestOf(name)])), isDoubted: false };
}
