import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** A table of product names as it stands in a `names.json`. */
export interface NamesFile<Names> {
  /** What it holds, which script writes it and what its keys are. */
  about: string;
  /** Of what the names were taken from. */
  version: string;
  /** The terms on which they may be passed on, by paragraphs. */
  license: readonly string[];
  names: Names;
}

/** Writes the table to `path`, laid out as Prettier wants it. */
export async function writeNamesFile(path: string, file: NamesFile<unknown>): Promise<void> {
  const options = (await resolveConfig(path)) ?? {};
  writeFileSync(path, await format(JSON.stringify(file), { ...options, parser: 'json' }));
}
