import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('../../package.json') as { name: string; version: string };

/** The package's name, as in package.json. */
export const name = manifest.name;
/** The package's version, as in package.json. */
export const version = manifest.version;
