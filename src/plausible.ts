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

/** What is told of a thing that holds what cannot be: whom, and how it is named among others. */
interface About<W> {
  /** What the thing is a part of. */
  whole: W;
  tell: Tell;
  of?: string;
}

/** The thing with null for every measurement that is out of its bounds; the same one where none is. */
export function plausible<T extends object, W>(thing: T, bounds: Bounds<T, W>, about: About<W>): T {
  return judgedThing(thing, bounds, about);
}

/** The same by a table of any type: its keys are those of the thing, the compiler has seen to that. */
function judgedThing<T extends object>(thing: T, bounds: object, about: About<unknown>): T {
  let clean = thing;
  // Of thousands of things a table is used for, lists of its entries would cost more than all else.
  for (const key in bounds) {
    const value: unknown = Reflect.get(clean, key);
    if (value === null || value === undefined) continue;
    const judged = judgedBy(Reflect.get(bounds, key), value, clean, about);
    if (judged !== value) clean = { ...clean, [key]: judged };
  }
  return clean;
}

/** A value of `thing` as a rule has it. */
function judgedBy(rule: unknown, value: unknown, thing: object, about: About<unknown>): unknown {
  if (typeof value === 'number')
    return rule instanceof Bound ? judgedNumber(rule, value, thing, about) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return judgedList(rule, value, thing, about);
  if (value instanceof Map) return judgedMap(rule, value, thing, about);
  return isThing(rule) ? judgedThing(value, rule, { ...about, whole: thing }) : value;
}

function judgedNumber(bound: Bound, value: number, thing: object, about: About<unknown>): number | null {
  return bound.excludes(value, thing, about.whole) === null ? value : bound.judge(value, { ...about, thing });
}

function judgedList(rule: unknown, list: readonly unknown[], thing: object, about: About<unknown>): unknown {
  if (isEach(rule)) return judgedThings(rule, list, thing, about.tell);
  let judged: unknown[] | null = null;
  for (let place = 0; place < list.length; place += 1) {
    const clean = judgedBy(rule, list[place], thing, about);
    if (clean !== list[place]) (judged ??= [...list])[place] = clean;
  }
  if (judged === null) return list;
  return rule instanceof BoundOfAll ? null : judged;
}

/** Of a list of what things it is, the compiler has seen to. */
function isEach(rule: unknown): rule is Each<object> {
  return rule instanceof Each;
}

function judgedThings(
  { bounds, nameOf }: Each<object>,
  list: readonly unknown[],
  whole: object,
  tell: Tell,
): readonly unknown[] {
  let current: object = whole;
  let judged: unknown[] | null = null;
  const about = {
    ...{ whole, tell },
    /** Asked only where there is something to tell of it. */
    get of() {
      return nameOf(current);
    },
  };
  for (let place = 0; place < list.length; place += 1) {
    const value = list[place];
    if (!isThing(value)) continue;
    current = value;
    const clean = judgedThing(value, bounds, about);
    if (clean !== value) (judged ??= [...list])[place] = clean;
  }
  return judged ?? list;
}

function isThing(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What is out of bounds is not in the map. */
function judgedMap(
  rule: unknown,
  map: ReadonlyMap<unknown, unknown>,
  thing: object,
  about: About<unknown>,
): unknown {
  let judged: Map<unknown, unknown> | null = null;
  let current: unknown;
  const named = {
    ...{ whole: about.whole, tell: about.tell },
    /** As of the things of a list. */
    get of() {
      return String(current);
    },
  };
  // Pairs of every key and its value would be made only to be thrown away.
  for (const key of map.keys()) {
    const value = map.get(key);
    current = key;
    const clean = judgedBy(rule, value, thing, named);
    if (clean === value) continue;
    judged ??= new Map([...map].filter(([, one]) => one !== null));
    if (clean === null) judged.delete(key);
    else judged.set(key, clean);
  }
  return judged ?? map;
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
