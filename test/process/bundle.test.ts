import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { cacheOf, compiledBundle } from '../../src/process/bundle.js';

function bundle(t: Test, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'run.cjs');
  writeFileSync(path, source);
  return path;
}

const source =
  "exports.place = [__filename, __dirname]; exports.os = require('node:os'); exports.sum = (a, b) => a + b;";

t.test('a bundle is run as the CommonJS module that it is', (t) => {
  const path = bundle(t, source);
  t.match(compiledBundle(path).run(), { place: [path, join(path, '..')], os: { hostname: Function } });
  t.end();
});

t.test('its cache is used, and one of another V8, or damaged, passed over', (t) => {
  const path = bundle(t, source);
  const { script, run } = compiledBundle(path);
  t.equal(script.cachedDataRejected, undefined, 'there is none');
  run();
  const cache = script.createCachedData();
  const damaged = [Buffer.from(cache).fill(0, 0, 16), cache.subarray(0, 100), Buffer.alloc(0)];
  for (const [index, bytes] of [cache, ...damaged].entries()) {
    // V8 looks at no cache of a source that it has compiled already; as long, and another.
    writeFileSync(path, source.replace('sum', `su${index}`));
    writeFileSync(cacheOf(path), bytes);
    const again = compiledBundle(path);
    t.equal(again.script.cachedDataRejected, index > 0, `${index}`);
    t.match(again.run(), { place: Array });
  }
  t.end();
});
