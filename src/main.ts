#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { systemErrorCode } from './failures.js';
import { compiledBundle } from './process/bundle.js';
import { tooFewOpenFiles } from './process/open-files.js';

/** The oldest that everything here was tried on; engines of package.json says the same. */
const oldest = [20, 20] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  fail(`this needs Node.js ${oldest.join('.')} or newer, and is run by ${process.version}`);
} else {
  await start();
}

/** Loads the service only now, so that what keeps it from being loaded can be said in words. */
async function start(): Promise<void> {
  const path = fileURLToPath(new URL('../service/run.cjs', import.meta.url));
  try {
    const service = compiledBundle(path).run();
    if (!isService(service)) throw new Error(`${path} is not the service`);
    await service.run();
  } catch (thrown) {
    if (!isForWantOfFiles(thrown)) throw thrown;
    fail(tooFewOpenFiles);
  }
}

/** What Node reads for itself it says in words. */
function isForWantOfFiles(thrown: unknown): boolean {
  return systemErrorCode(thrown) === 'EMFILE' || /too many open files/i.test(String(thrown));
}

function isService(loaded: unknown): loaded is Pick<typeof import('./run.js'), 'run'> {
  return typeof loaded === 'object' && loaded !== null && 'run' in loaded && typeof loaded.run === 'function';
}

function fail(reason: string): void {
  process.stderr.write(`system-monitor-api: ${reason}\n`);
  process.exitCode = 2;
}
