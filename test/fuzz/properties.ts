import { numbersIn } from '../helpers/parsers/garbled.js';
import { cpuTime } from '../helpers/parsers/parser-contract.js';
import type { FuzzedParser } from './parsers.js';

/** What is wrong with what a parser makes of this text; null when nothing is. */
export function faultOf({ parse, signed }: FuzzedParser, text: string): string | null {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  try {
    const value = parse(text);
    if (Object.getOwnPropertyNames(Object.prototype).length !== before) return 'it changes every object';
    const numbers = numbersIn(value);
    const odd =
      numbers.find((one) => !Number.isFinite(one)) ?? numbers.find((one) => signed !== true && one < 0);
    return odd === undefined ? null : `it tells ${odd}`;
  } catch (thrown) {
    return `it throws ${String(thrown)}`;
  }
}

/** Time that this process computes to parse the text, ms. */
export function costOf({ parse }: FuzzedParser, text: string): number {
  return cpuTime(() => parse(text));
}

/** A part of the text, as short as removing pieces of it makes it, of which the same can be said. */
export function smallest(text: string, isSo: (text: string) => boolean): string {
  let now = text;
  for (let size = Math.ceil(now.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < now.length;) {
      const shorter = now.slice(0, at) + now.slice(at + size);
      if (isSo(shorter)) now = shorter;
      else at += size;
    }
  }
  return now;
}
