import { Bound, BoundOfAll, type Implausible, type Tell } from './bounds.js';

/**
 * What a source tells and what cannot be. Drivers write marks where they have no value (65535, 0xffffffff, −256), and
 * some tell what no card or disk can do. Where a reading leaves its reader, each of its numbers is held against a bound:
 * what is beyond is null, and why stands beside it.
 */

/** The bounds of each thing of a list, and how one is named among the others. */
export class Each<E extends object, W = unknown> {
  readonly bounds: Bounds<E, W>;
  readonly nameOf: (thing: E) => string;

  constructor(nameOf: (thing: E) => string, bounds: Bounds<E, W>) {
    this.bounds = bounds;
    this.nameOf = nameOf;
  }
}

/**
 * A bound for every measurement of `T`: each number that may be null, also in what it holds. None may be missing, so
 * that a new field says what it can be. `W` is what `T` is a part of.
 */
export type Bounds<T, W = unknown> = {
  readonly [K in keyof T as IsMeasured<T[K]> extends true ? K : never]-?: RuleOf<NonNullable<T[K]>, T, W>;
};

type IsMeasured<V> = null extends V
  ? NonNullable<V> extends number
    ? true
    : HoldsMeasured<NonNullable<V>>
  : HoldsMeasured<V>;

type HoldsMeasured<V> = V extends string | number | boolean
  ? false
  : V extends readonly (infer E)[]
    ? IsNumeric<E>
    : V extends ReadonlyMap<unknown, infer E>
      ? IsNumeric<E>
      : V extends object
        ? keyof Bounds<V> extends never
          ? false
          : true
        : false;

type IsNumeric<E> = NonNullable<E> extends number ? true : IsMeasured<E>;

type RuleOf<V, T, W> = V extends number
  ? Bound<T, W>
  : V extends readonly (infer E)[]
    ? NonNullable<E> extends number
      ? null extends E
        ? Bound<T, W>
        : BoundOfAll<T, W>
      : Each<E & object, T>
    : V extends ReadonlyMap<unknown, infer E>
      ? RuleOf<NonNullable<E>, T, W>
      : Bounds<V, T>;

/** The thing with null for every measurement that is out of its bounds; the same one where none is. */
export function plausible<T extends object, W>(
  thing: T,
  bounds: Bounds<T, W>,
  about: { whole: W; tell: Tell; of?: string },
): T {
  let clean = thing;
  for (const [key, rule] of Object.entries<unknown>(bounds)) {
    const value: unknown = Reflect.get(clean, key);
    const judged = judgedBy(rule, value, { ...about, thing: clean });
    if (judged !== value) clean = { ...clean, [key]: judged };
  }
  return clean;
}

interface About {
  thing: object;
  whole: unknown;
  tell: Tell;
  of?: string;
}

function judgedBy(rule: unknown, value: unknown, about: About): unknown {
  if (Array.isArray(value)) return judgedList(rule, value, about);
  if (value instanceof Map) return judgedMap(rule, value, about);
  if (typeof value === 'number') return rule instanceof Bound ? rule.judge(value, about) : value;
  const isThing = typeof value === 'object' && value !== null;
  return isThing && isTable(rule) ? plausible(value, rule, { ...about, whole: about.thing }) : value;
}

/** The table's keys are those of the thing: the compiler has seen to that. */
function isTable(rule: unknown): rule is Bounds<object> {
  return typeof rule === 'object' && rule !== null;
}

function judgedList(rule: unknown, list: readonly unknown[], about: About): unknown {
  const judged = list.map((value) => {
    if (!(rule instanceof Each)) return judgedBy(rule, value, about);
    const of = typeof value === 'object' && value !== null ? rule.nameOf(value) : '';
    return judgedBy(rule.bounds, value, { ...about, of });
  });
  if (judged.every((value, place) => value === list[place])) return list;
  return rule instanceof BoundOfAll ? null : judged;
}

/** What is out of bounds is not in the map. */
function judgedMap(rule: unknown, map: ReadonlyMap<unknown, unknown>, about: About): unknown {
  const judged = [...map].map(([key, value]) => [key, judgedBy(rule, value, { ...about, of: String(key) })] as const); // prettier-ignore
  if (judged.every(([key, value]) => value === map.get(key))) return map;
  return new Map(judged.filter(([, value]) => value !== null));
}

/** A reading and what in it could not be. */
export type Judged<R> = R & { readonly implausible: readonly Implausible[] };

/**
 * A reader whose readings are possible: what is out of bounds is null in them, and told in `implausible`, with what the
 * reader itself has found to be impossible (`found`).
 */
export function judged<R extends object>(
  read: () => R | Promise<R>,
  bounds: Bounds<R>,
  found: (reading: R) => readonly Implausible[] = () => [],
): () => Judged<R> | Promise<Judged<R>> {
  const judge = (reading: R): Judged<R> => {
    const implausible = [...found(reading)];
    const clean = plausible(reading, bounds, { whole: null, tell: (one) => implausible.push(one) });
    return { ...clean, implausible };
  };
  return () => {
    const reading = read();
    return reading instanceof Promise ? reading.then(judge) : judge(reading);
  };
}
