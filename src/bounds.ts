import { partSlack } from './parsers/arithmetic.js';

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
    const told = `${numberText(value)}${this.unit === '' ? '' : ` ${this.unit}`}`;
    about.tell({
      field: this.field,
      reason: `${this.field}${of === '' ? '' : ` of ${of}`} ${told}: ${why}`,
    });
    return null;
  }
}

/** Of a fraction as many digits as a measurement has. */
function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(9)));
}

/** The bound of numbers that are told together: with one that cannot be, all are null. */
export class BoundOfAll<T = unknown, W = unknown> extends Bound<T, W> {
  /** Makes it another type than a bound of each. */
  readonly ofAll = true;
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

/** The first second of the year 3000, ms since 1970: beyond it nothing has begun, and dates can hardly be written. */
const farFuture = Date.UTC(3000, 0);

/** When something began, ms since 1970. */
export const instant = <T, W>(field: string) => between<T, W>(field, 'ms since 1970', 0, farFuture);

/** More tasks than a kernel has (PID_MAX_LIMIT) cannot wait for its CPUs. */
const greatestLoad = 2 ** 22;

/** Load averages, which are told together. */
export const loadBound = new BoundOfAll('load_average', '', (value) => beyond(value, '', 0, greatestLoad));

/** Whole things, or bytes where `unit` is B: a safe integer from 0 on. */
export function whole<T, W>(field: string, unit = '', most = Number.MAX_SAFE_INTEGER): Bound<T, W> {
  return new Bound(field, unit, (value) => notWhole(value) ?? beyond(value, unit, 0, most));
}

/** A number of things that is one; null for any other. */
export function wholeOrNull(value: number): number | null {
  return notWhole(value) === null ? value : null;
}

/** Why a number is no number of things; null when it is. */
export function notWhole(value: number): string | null {
  return Number.isSafeInteger(value) && value >= 0 ? null : 'no whole number from 0 to 2^53';
}

/**
 * Bytes that are stored or were transferred, up to what 63 bits hold: large stores and fast cards (400 Gb/s in 50 hours)
 * are beyond 2^53, where a number is the nearest there is to what was told.
 */
export function manyBytes<T, W>(
  field: string,
  wholeOf: (thing: T) => number | null = () => null,
): Bound<T, W> {
  return new Bound(field, 'B', (value, thing) => {
    const total = wholeOf(thing);
    if (bytesOrNull(value) === null) return 'no number of bytes from 0 to 2^63';
    return total !== null && value > total ? `more than the whole of ${total} B` : null;
  });
}

/** A number that bytes can have; null for any other. */
export function bytesOrNull(value: number): number | null {
  return value >= 0 && value < 2 ** 63 && Number.isInteger(value) ? value : null;
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
