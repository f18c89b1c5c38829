import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { cacheBundle, cacheOf, compiledBundle } from '../../src/process/bundle.js';

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

t.test('its cache is used', (t) => {
  const path = cached(t, source);
  // V8 looks at no cache of a source that it has compiled already.
  t.equal(elsewhere(path), 'cache: true, sum: 3');
  t.end();
});

t.test('a cache of another Node.js, or that is damaged anywhere, or cannot be read, is passed over', (t) => {
  const path = cached(t, source);
  const cache = readFileSync(cacheOf(path));
  const damaged = Array.from({ length: cache.length >> 4 }, (_, part) => {
    const bytes = Buffer.from(cache);
    bytes.writeUInt8(bytes.readUInt8(part << 4) ^ 0xff, part << 4);
    return bytes;
  });
  const lost = [0, 3, 4, 100, cache.length >> 1, cache.length - 1].map((length) => cache.subarray(0, length));
  const zeros = [0, cache.length >> 1].map((from) => Buffer.from(cache).fill(0, from));
  const all = [...damaged, ...lost, ...zeros, Buffer.concat([cache, cache])];
  const used = all.filter((bytes) => {
    writeFileSync(cacheOf(path), bytes);
    return compiledBundle(path).script.cachedDataRejected !== undefined;
  });
  t.strictSame([all.length > 20, used], [true, []], 'V8 is given none of them');
  writeFileSync(cacheOf(path), Buffer.from(cache).fill(0, cache.length >> 1));
  t.equal(elsewhere(path), 'cache: false, sum: 3', 'blocks that a full disk or a loss of power took');
  rmSync(cacheOf(path));
  mkdirSync(cacheOf(path));
  t.equal(elsewhere(path), 'cache: false, sum: 3', 'a folder');
  t.end();
});

t.test('the cache of a source that was as long does not run in place of this one', (t) => {
  const path = cached(t, source);
  writeFileSync(path, source.replace('a + b', 'a * b'));
  t.equal(elsewhere(path), 'cache: false, sum: 2', 'changed since');
  cacheBundle(path);
  t.equal(elsewhere(path), 'cache: true, sum: 2', 'cached anew over the old');
  t.end();
});

function cached(t: Test, source: string): string {
  const path = bundle(t, source);
  cacheBundle(path);
  return path;
}

/** What a process of its own makes of the bundle. */
function elsewhere(path: string): string {
  const module = new URL('../../src/process/bundle.js', import.meta.url).href;
  const program = `const { compiledBundle } = await import('${module}');
    const { script, run } = compiledBundle('${path}');
    console.log('cache: ' + (script.cachedDataRejected === false) + ', sum: ' + run().sum(1, 2));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).trim();
}
