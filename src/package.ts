import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The folder of this package, in which package.json is. The compiled file and the bundle with it lie equally deep. */
export const packageFolder = join(import.meta.dirname, '../..');

const manifest: unknown = createRequire(import.meta.url)(join(packageFolder, 'package.json'));
if (!isManifest(manifest)) throw new Error('package.json has no name and version');

/** The package's name, as in package.json. */
export const name = manifest.name;
/** The package's version, as in package.json. */
export const version = manifest.version;

function isManifest(value: unknown): value is { name: string; version: string } {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('version' in value))
    return false;
  return typeof value.name === 'string' && typeof value.version === 'string';
}
