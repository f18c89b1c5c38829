/**
 * Compares openapi.yaml with docs/contract/released.yaml, the document of the last release, and names what would
 * break a client. `--release` makes the present document the released one.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { breakingChanges } from './contract/breaking-changes.js';
import type { Document } from './contract/document.js';

const root = join(import.meta.dirname, '../..');
const present = join(root, 'openapi.yaml');
const released = join(root, 'docs/contract/released.yaml');
const read = (file: string) => parse(readFileSync(file, 'utf8')) as Document;

if (process.argv.includes('--release')) {
  copyFileSync(present, released);
  console.log(`version ${read(released).info.version} is the released one`);
} else {
  const [before, after] = [read(released), read(present)];
  const changes = breakingChanges(before, after);
  for (const change of changes) console.log(`breaks clients: ${change}`);
  console.log(`${changes.length} breaking changes since version ${before.info.version}`);
  if (changes.length > 0 && major(before) === major(after)) {
    console.error('a breaking change needs a new major version: docs/contract/README.md');
    process.exitCode = 1;
  }
}

/** What a client is promised to be the same: before 1.0.0 the minor version too. */
function major({ info }: Document): string {
  const [first, second] = info.version.split('.');
  return first === '0' ? `0.${second}` : String(first);
}
