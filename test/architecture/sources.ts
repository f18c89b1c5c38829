import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '../../..');

/** Texts of source files by their paths from the project's folder. */
export type Sources = Record<string, string>;

/** The sources below `folder` whose names end so. */
export function sourcesBelow(folder: string, end = '.ts'): Sources {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Everything that is delivered. */
export const sources = Object.fromEntries(
  ['src', 'plugins', 'schemas', 'dashboard'].flatMap((folder) => Object.entries(sourcesBelow(folder))),
);
