import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/** An empty folder with a path short enough for a socket in it, removed when the test has ended. */
export function shortFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'sm-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
