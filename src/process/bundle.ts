import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';
import { systemErrorCode } from '../failures.js';

/** Where what V8 made of a bundle is kept. */
export function cacheOf(path: string): string {
  return `${path}.cache`;
}

/**
 * The bundle at `path`, a CommonJS module, compiled but not run. Where its cache is of this very version of V8 nothing
 * is compiled; of another, V8 itself passes it over.
 */
export function compiledBundle(path: string): { script: Script; run: () => unknown } {
  const source = readFileSync(path, 'latin1');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    // As it stands in stack traces. In the cache it is that of the build, whose place is nobody's business.
    filename: `system-monitor-api/${basename(path)}`,
    cachedData: bytesIfThere(cacheOf(path)),
  });
  const run = (): unknown => {
    const loaded: { exports: unknown } = { exports: {} };
    const wrapped: unknown = script.runInThisContext();
    if (typeof wrapped !== 'function') throw new Error(`${path} is no CommonJS module`);
    Reflect.apply(wrapped, undefined, [loaded.exports, createRequire(path), loaded, path, dirname(path)]);
    return loaded.exports;
  };
  return { script, run };
}

function bytesIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
