import fc from 'fast-check';
import { garbledTexts, longTexts } from './inputs.js';
import { parsers } from './parsers.js';
import { costOf, faultOf, smallest } from './properties.js';
import { seedTexts } from './seeds.js';

/** How hard the parsers are tried. */
export interface Effort {
  /** Inputs for each parser. */
  runs: number;
  seed: number;
  /** How many characters of a recorded file are taken, and how many files. */
  longest?: number;
  most?: number;
}

/** The seed of this run: `FUZZ_SEED`, or always the same. */
export function chosenSeed(): number {
  return Number(process.env['FUZZ_SEED'] ?? 20_261_129);
}

/** What is wrong with this parser, with the shortest text that shows it; null when nothing was found. */
export function faultIn(name: string, { runs, seed, ...extent }: Effort): string | null {
  const parser = parsers[name];
  if (parser === undefined) return 'it is not in the table';
  const texts = garbledTexts(seedTexts(parser.seeds, extent));
  const property = fc.property(texts, (text) => faultOf(parser, text) === null);
  const found = fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  const text = found.counterexample?.[0];
  if (text === undefined) return null;
  const least = smallest(text, (shorter) => faultOf(parser, shorter) !== null);
  return `${faultOf(parser, least) ?? ''} of ${JSON.stringify(least)}`;
}

/** The dearest of some long texts of `size` characters: how long it took, ms, and how it begins. */
export function dearest(
  name: string,
  { runs, seed, size, enough, ...extent }: Effort & { size: number; enough: number },
): { ms: number; text: string } {
  const parser = parsers[name];
  let most = { ms: 0, text: '' };
  if (parser === undefined) return most;
  for (const text of fc.sample(longTexts(seedTexts(parser.seeds, extent), size), { seed, numRuns: runs })) {
    const ms = costOf(parser, text);
    if (ms > most.ms) most = { ms, text: `${text.slice(0, 90)} … ${text.slice(-9)}` };
    if (ms > enough) break;
  }
  return most;
}
