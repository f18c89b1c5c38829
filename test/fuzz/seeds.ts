import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { captures } from '../helpers/machines/captures.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

/** What a parser is fed with before it is damaged: recorded files whose paths match, or texts written for it. */
export type Seeds = RegExp | readonly string[];

/**
 * The seeds as texts, without repetitions; those of bytes with a character for each byte. `longest` is how many characters
 * of each are taken, `most` how many seeds.
 */
export function seedTexts(seeds: Seeds, { longest = Infinity, most = Infinity } = {}): string[] {
  const texts = seeds instanceof RegExp ? recordedTexts(seeds) : seeds;
  return [...new Set(texts.map((text) => text.slice(0, longest)))].slice(0, most);
}

function recordedTexts(pattern: RegExp): string[] {
  // The bytes of each character one by one: what is no text is a seed too.
  return recordedFiles()
    .filter((path) => pattern.test(path))
    .map((path) => readFileSync(path, 'latin1'));
}

let found: string[] | null = null;

function recordedFiles(): string[] {
  found ??= [hostsFolder, captures].filter((folder) => folder !== '').flatMap(filesBelow);
  return found;
}

/** Links are not followed: those of recorded machines lead in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'expected' ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
