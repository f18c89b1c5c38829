import type { Test } from 'tap';
import { garbled, numbersIn } from './garbled.js';

/** Asserts what holds for every parser: whatever text comes, it does not throw, and each number is finite. */
export function neverThrows(t: Test, parse: (text: string) => unknown, sample: string): void {
  for (const text of garbled(sample)) {
    const numbers = numbersIn(parse(text));
    if (!numbers.every(Number.isFinite)) t.fail('a number is not finite', { text });
  }
  t.pass('survived every damaged form');
}

/** Asserts that a parser is through with `text`, some 20,000 characters, in a time that grows with its length and not with the square of that. */
export function staysQuick(t: Test, parse: (text: string) => unknown, text: string): void {
  const ms = cpuTime(() => parse(text));
  t.ok(ms < 100, `${ms} ms`);
}

/** Asserts that each number of what a parser makes of `text` is one. */
export function staysFinite(t: Test, parse: (text: string) => unknown, text: string): void {
  t.ok(numbersIn(parse(text)).every(Number.isFinite), JSON.stringify(text.slice(0, 40)));
}

/** What need not be measured again, ms. */
const soon = 20;

/** How long this process computes at that, ms: the shorter of two times, since it may collect garbage meanwhile. */
export function cpuTime(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  const ms = once();
  return ms < soon ? ms : Math.min(ms, once());
}

/** More digits than any number has. */
export const endless = '9'.repeat(400);

/** Blanks behind which something else follows: what looks for the last blanks of a line must not begin at each anew. */
export const blanks = ' '.repeat(20_000);
