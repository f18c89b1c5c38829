import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of recorded outputs and trees of real cards, outside this project. */
export const captures = process.env['CAPTURES'] ?? '';

/** Why tests of the recordings are skipped; false when they are not. */
export const skip = captures === '' && 'CAPTURES, the folder of recorded GPU outputs, is unset';

/** A recording and the values a correct reader gives for it. */
export interface Recording {
  file: string;
  expected: Record<string, unknown> | Record<string, unknown>[];
}

/** All recordings. */
export function allRecordings(): Recording[] {
  if (captures === '') return [];
  return readFileSync(join(captures, 'expected.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Recording);
}

/** The recordings below one folder. */
export function recordingsIn(folder: string): Recording[] {
  return allRecordings().filter(({ file }) => file.startsWith(`${folder}/`));
}

/** The text of a recording. */
export function recordedText({ file }: Recording): string {
  return readFileSync(join(captures, file), 'utf8');
}
