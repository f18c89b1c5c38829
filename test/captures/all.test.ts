import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { allRecordings, skip } from '../helpers/machines/captures.js';
import { coverageFaults, notRead, passedChecks, readBy, type TestRun } from './coverage.js';

// Every test that reads recordings is run once more.
t.setTimeout(300_000);

/** How many recordings there were when this was written: fewer found means that some have gone missing. */
const leastRecordings = 83;

t.test('every recording is read by a test, or there is a reason why not', { skip }, async (t) => {
  const recordings = allRecordings().map(({ file }) => file);
  t.ok(
    recordings.length >= leastRecordings,
    `${recordings.length} of at least ${leastRecordings} recordings`,
  );
  const tests = Object.keys(readBy);
  const runs = new Map(await Promise.all(tests.map(async (test) => [test, await runOf(test)] as const)));
  t.strictSame(coverageFaults(recordings, readBy, notRead, runs), []);
});

t.test('no place in the table is taken for granted', (t) => {
  const runs = new Map([['amd', { passed: ['amd/one.json', 'amd/two.csv card 1'], sound: true }]]);
  const recordings = ['amd/one.json', 'amd/two.csv', 'amd/three.txt'];
  const claims = { amd: ['amd/one.json', 'amd/two.csv'] };
  const excused = { 'amd/three.txt': 'made for people' };
  t.strictSame(coverageFaults(recordings, claims, excused, runs), [], 'what is sound has no fault');

  const faults = (changed: {
    recordings?: string[];
    claims?: Record<string, string[]>;
    excused?: object;
    runs?: typeof runs;
  }) =>
    coverageFaults(
      changed.recordings ?? recordings,
      changed.claims ?? claims,
      { ...excused, ...changed.excused },
      changed.runs ?? runs,
    );
  t.strictSame(faults({ recordings: [...recordings, 'amd/new.json'] }), ['amd/new.json is read by no test']);
  t.strictSame(faults({ recordings: recordings.slice(1) }), ['amd/one.json is not recorded']);
  t.strictSame(faults({ excused: { 'amd/one.json': 'x' } }), ['amd/one.json is listed twice']);
  t.strictSame(faults({ excused: { 'amd/three.txt': ' ' } }), ['amd/three.txt is not read for no reason']);
  t.strictSame(
    faults({ runs: new Map([['amd', { passed: ['amd/one.json', 'amd/two.csvx'], sound: true }]]) }),
    ['amd.test.ts claims amd/two.csv and has no check of that name'],
  );
  t.strictSame(
    faults({ runs: new Map([['amd', { passed: ['amd/one.json', 'amd/two.csv'], sound: false }]]) }),
    ['amd.test.ts failed'],
  );
  const readsExcused = { passed: [...recordings], sound: true };
  t.strictSame(faults({ runs: new Map([['amd', readsExcused]]) }), [
    'amd/three.txt is listed as not read, but a test reads it',
  ]);
  t.strictSame(faults({ runs: new Map() }), ['amd.test.ts was not run']);
  t.end();
});

t.test('only checks that passed count', (t) => {
  const tap = [
    'TAP version 14',
    '# Subtest: amd/one.json',
    '    ok 1 - should be equivalent',
    '    1..1',
    'ok 1 - amd/one.json # time=12.3ms',
    'ok 2 - amd/two.json # time=3ms {',
    'not ok 3 - amd/three.json',
    'ok 4 - amd/four.json # SKIP CAPTURES is unset',
    '    ok 1 - amd/five.csv card 0',
  ].join('\n');
  t.strictSame(passedChecks(tap), [
    'should be equivalent',
    'amd/one.json',
    'amd/two.json',
    'amd/five.csv card 0',
  ]);
  t.end();
});

/** Runs a test of this folder by itself. The word behind its name gives it folders of its own beside another run's. */
async function runOf(test: string): Promise<TestRun> {
  const file = join(import.meta.dirname, `${test}.test.js`);
  if (!existsSync(file)) return { passed: [], sound: false };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, 'for-all'],
      { maxBuffer: 64 * 2 ** 20, timeout: 120_000 },
      (error, stdout) => resolve({ passed: passedChecks(stdout), sound: error === null }),
    );
  });
}
