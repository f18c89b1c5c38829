import { posix } from 'node:path';
import { sourceFacts } from './source-facts.js';
import type { Sources } from './sources.js';

/** A domain has one name everywhere; what its plugin has no counterpart of. */
export function missingCounterparts(files: string[]): string[] {
  return files
    .map((file) => /^plugins\/domains\/(.+)\/plugin\.ts$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .flatMap((name) => [`schemas/${name}.ts`, `src/readers/${name}/reader.ts`])
    .filter((file) => !files.includes(file));
}

/** The parsers and readers that no test of their folder imports, nor the reader they are a part of. */
export function untested(sources: Sources, tests: Sources): string[] {
  const files = Object.keys(sources).filter((file) => /^src\/(?:parsers|readers)\//.test(file));
  const tested = new Set(
    Object.entries(tests).flatMap(([file, text]) =>
      imported(file, text).filter(
        (target) => posix.dirname(target) === sourceFolder(file) || isBounds(target),
      ),
    ),
  );
  // A part is tested through what it is a part of; what is read by itself has a test of its own.
  const waiting = [...tested].filter((file) => file.startsWith('src/readers/'));
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const parts = imported(one, sources[one] ?? '').filter((part) => isPart(part) && !tested.has(part));
    for (const part of parts) tested.add(part);
    waiting.push(...parts);
  }
  return files.filter((file) => !tested.has(file) && !isShape(sources[file] ?? ''));
}

/** Tables of what readings can be are tested together, of all domains alike. */
function isBounds(file: string): boolean {
  return /[/-]bounds\.ts$/.test(file);
}

function isPart(file: string): boolean {
  return file.startsWith('src/readers/') && !file.endsWith('/reader.ts');
}

/** Whether a file holds types alone, which do nothing that could be tested. */
function isShape(text: string): boolean {
  return text !== '' && !/^(?:export )?(?:async )?(?:function|const|class|let)\b/m.test(text);
}

/** The rooms whose tests stand beside their sources; other tests are about the whole. */
const mirrored = /^(?:src|plugins)\//;

/** The tests that neither bear the name of a source of their folder nor import one. */
export function misplaced(sources: Sources, tests: Sources): string[] {
  const folders = new Set(Object.keys(sources).map((file) => posix.dirname(file)));
  return Object.entries(tests)
    .filter(([file]) => folders.has(sourceFolder(file)) || mirrored.test(sourceFolder(file)))
    .filter(([file, text]) => {
      const folder = sourceFolder(file);
      const named = `${folder}/${posix.basename(file, '.test.ts')}.ts`;
      return !(named in sources) && !imported(file, text).some((one) => posix.dirname(one) === folder);
    })
    .map(([file]) => file);
}

/** Rooms of test/ that are about the whole: the running service, documents, tools. */
const ofTheWhole = [
  ...['architecture', 'attacks', 'captures', 'contract', 'dashboard', 'deploy', 'docs', 'helpers', 'main'],
  ...['faults', 'fuzz', 'scripts', 'service'],
];

/** Where the source of a test lies: `src/parsers/proc` of `test/parsers/proc/stat.test.ts`. */
function sourceFolder(test: string): string {
  const folder = posix.dirname(test).replace(/^test\/?/, '');
  const [room = ''] = folder.split('/', 1);
  if (folder === '') return 'src';
  if (ofTheWhole.includes(room)) return `test/${folder}`;
  return ['plugins', 'schemas'].includes(room) ? folder : `src/${folder}`;
}

/** The files of the core that nothing but one view imports, with that view. */
export function ofOneView(sources: Sources): string[] {
  const importers = new Map<string, string[]>();
  for (const [file, text] of Object.entries(sources)) {
    for (const target of imported(file, text))
      importers.set(target, [...(importers.get(target) ?? []), file]);
  }
  return Object.keys(sources)
    .filter((file) => file.startsWith('plugins/core/'))
    .flatMap((file) => {
      const places = new Set((importers.get(file) ?? []).map(placeOf));
      const [place = ''] = places;
      return places.size === 1 && place.startsWith('plugins/views/') ? [`${file} serves ${place} alone`] : [];
    });
}

function placeOf(file: string): string {
  return /^plugins\/views\/[^/]+/.exec(file)?.[0] ?? file;
}

function imported(file: string, text: string): string[] {
  return sourceFacts(file, text).imports.map(({ target }) => target);
}
