import { partSlack } from './parsers/arithmetic.js';

/**
 * What a source tells and what cannot be. Drivers write marks where they have no value (65535, 0xffffffff, −256), and
 * some tell what no card or disk can do. Where a reading leaves its reader, each of its numbers is held against a bound:
 * what is beyond is null, and why stands beside it.
 */

/** A value that was told and cannot be; it is null in the reading. */
export interface Implausible {
  /** The field, as the API calls it: `power_watts`. */
  readonly field: string;
  /** What was told and why it cannot be, a sentence. */
  readonly reason: string;
}

/** Whom to tell of each value that cannot be. */
export type Tell = (implausible: Implausible) => void;

/** Which numbers a field may have. `T` is what it is a field of, `W` what that is a part of. */
export class Bound<T = unknown, W = unknown> {
  readonly field: string;
  readonly unit: string;
  /** Why this number cannot be; null when it can. */
  readonly excludes: (value: number, thing: T, whole: W) => string | null;

  constructor(field: string, unit: string, excludes: Bound<T, W>['excludes']) {
    this.field = field;
    this.unit = unit;
    this.excludes = excludes;
  }

  /** The number; null where it cannot be, of which `tell` is told. `of` names the thing among others. */
  judge(value: number, about: { thing: T; whole: W; tell: Tell; of?: string }): number | null {
    const why = this.excludes(value, about.thing, about.whole);
    if (why === null) return value;
    const { of = '' } = about;
    const told = `${value}${this.unit === '' ? '' : ` ${this.unit}`}`;
    about.tell({
      field: this.field,
      reason: `${this.field}${of === '' ? '' : ` of ${of}`} ${told}: ${why}`,
    });
    return null;
  }
}

/** The bound of numbers that are told together: with one that cannot be, all are null. */
export class BoundOfAll<T = unknown, W = unknown> extends Bound<T, W> {
  /** Makes it another type than a bound of each. */
  readonly ofAll = true;
}

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

/** From `least` to `most`; what is no number is beyond either. */
export function between<T, W>(field: string, unit: string, least: number, most: number): Bound<T, W> {
  return new Bound(field, unit, (value) => beyond(value, unit, least, most));
}

/** Why a number is not from `least` to `most`; null when it is. */
export function beyond(value: number, unit: string, least: number, most: number): string | null {
  if (value >= least && value <= most) return null;
  if (Number.isNaN(value)) return 'no number';
  const [word, bound] = value < least ? ['below', least] : ['above', most];
  return `${word} ${bound}${unit === '' ? '' : ` ${unit}`}`;
}

/** 0 to 100 %. */
export const percent = <T, W>(field: string) => between<T, W>(field, '%', 0, 100);

/** Colder than any machine that runs, or hotter than any that still does, °C. */
export const coldest = -60;
export const hottest = 200;

/** A temperature of something that works. */
export const celsius = <T, W>(field: string) => between<T, W>(field, '°C', coldest, hottest);

/** Whole things, or bytes where `unit` is B: a safe integer from 0 on. */
export function whole<T, W>(field: string, unit = '', most = Number.MAX_SAFE_INTEGER): Bound<T, W> {
  return new Bound(field, unit, (value) => notWhole(value) ?? beyond(value, unit, 0, most));
}

/** Why a number is no number of things; null when it is. */
export function notWhole(value: number): string | null {
  return Number.isSafeInteger(value) && value >= 0 ? null : 'no whole number from 0 to 2^53';
}

/** Bytes that are a part of others; those may be unknown. */
export function partOf<T, W>(
  field: string,
  wholeOf: (thing: T, whole: W) => number | null,
  name = 'the whole',
): Bound<T, W> {
  return new Bound(field, 'B', (value, thing, container) => {
    const total = wholeOf(thing, container);
    const isMore = total !== null && value > total * partSlack;
    return notWhole(value) ?? (isMore ? `more than ${name} of ${total} B` : null);
  });
}
