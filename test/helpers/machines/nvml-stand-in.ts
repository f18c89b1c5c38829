import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../../../src/failures.js';

const ownSource = join(import.meta.dirname, '../../../../test/fixtures/nvml/stand-in.c');

/** A library that stands in for NVIDIA's, and what it is to do from its next reading on. */
export interface NvmlStandIn {
  path: string;
  /** The names and values are explained at the top of its source. */
  does(scenario: Record<string, number | string>): void;
}

/** The option `skip` of tests that need the stand-in: why it cannot be compiled here; false where it can. */
export const withoutCompiler = compilerMissing();

function compilerMissing(): string | false {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return false;
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ENOENT') throw thrown;
    process.stderr.write('\nNO C COMPILER (cc): EVERYTHING ABOUT NVML IS LEFT UNTESTED\n\n');
    return 'there is no C compiler (cc) to compile the stand-in library with';
  }
}

/** Which driver it stands in for: one that lacks what older ones lack, one with longer entries of programs. */
export interface StandInOptions {
  oldDriver?: boolean;
  longEntries?: boolean;
  /** Instead of the stand-in of the fixtures. */
  source?: string;
}

/** What the compiler made of the stand-in, by its source and flags: each is compiled once a test file. */
const compiled = new Map<string, Buffer>();

/** The stand-in, compiled into `folder`. */
export function nvmlStandIn(folder: string, options: StandInOptions = {}): NvmlStandIn {
  const path = join(folder, 'libnvidia-ml.so.1');
  const flags = [
    ...(options.oldDriver === true ? ['-DOLD_DRIVER'] : []),
    ...(options.longEntries === true ? ['-DLONG_ENTRIES'] : []),
  ];
  const { source = ownSource } = options;
  const key = [source, ...flags].join();
  const known = compiled.get(key);
  if (known === undefined) {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', ...flags, '-o', path, source, '-ldl']);
    compiled.set(key, readFileSync(path));
  } else writeFileSync(path, known);
  const control = join(folder, 'control');
  const does = (scenario: Record<string, number | string>) => {
    const lines = Object.entries(scenario).map(([name, value]) => `${name}=${value}\n`);
    // Renamed into place, because the library may read it at any moment.
    writeFileSync(`${control}.new`, lines.join(''));
    renameSync(`${control}.new`, control);
  };
  does({});
  return { path, does };
}
