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
