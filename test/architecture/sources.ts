import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '../../..');

/** Texts of source files by their paths from the project's folder. */
export type Sources = Record<string, string>;

/** The sources below `folder` whose names end so. */
export function sourcesBelow(folder: string, end = '.ts'): Sources {
  const files = filesBelow(folder).filter((path) => path.endsWith(end));
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Links are not followed: those of recorded machines lead in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Everything that is delivered. */
export const sources = Object.fromEntries(
  ['src', 'plugins', 'schemas', 'dashboard'].flatMap((folder) => Object.entries(sourcesBelow(folder))),
);
