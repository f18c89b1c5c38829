import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** A bundle that is compiled but not run. */
interface Compiled {
  script: Script;
  run: () => unknown;
}

/** Bytes of the seal before the cache. */
const sealLength = 4;

/** Where what V8 made of a bundle is kept. */
export function cacheOf(path: string): string {
  return `${path}.cache`;
}

/**
 * The bundle at `path`, a CommonJS module, compiled but not run. Where its cache is of this very source and Node.js,
 * nothing is compiled; any other is passed over.
 */
export function compiledBundle(path: string): Compiled {
  const source = readFileSync(path);
  return compiled(path, source, unsealed(cacheOf(path), source));
}

/** Runs the bundle at `path` and keeps beside it what V8 has made of it by then. */
export function cacheBundle(path: string): void {
  const source = readFileSync(path);
  const { script, run } = compiled(path, source, undefined);
  run();
  const cache = script.createCachedData();
  writeFileSync(cacheOf(path), Buffer.concat([seal(source, cache), cache]));
}

function compiled(path: string, source: Buffer, cachedData: Buffer | undefined): Compiled {
  const text = source.toString('latin1');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    // As it stands in stack traces. In the cache it is that of the build, whose place is nobody's business.
    filename: `system-monitor-api/${basename(path)}`,
    cachedData,
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

/**
 * Of a cache V8 itself looks only at its length, its own version and the length of the source: it runs a cache of
 * another source as long as this one, and crashes on one whose blocks were lost.
 */
function seal(source: Buffer, cache: Buffer): Buffer {
  const made = crc32(cache, crc32(source, crc32(`${process.version} ${process.arch}`)));
  const bytes = Buffer.alloc(sealLength);
  bytes.writeUInt32LE(made);
  return bytes;
}

/** Whatever is the matter with the cache, the service runs without it. */
function unsealed(path: string, source: Buffer): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  const cache = bytes.subarray(sealLength);
  return bytes.subarray(0, sealLength).equals(seal(source, cache)) ? cache : undefined;
}
