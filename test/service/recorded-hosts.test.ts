import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

/** The routes of the original service, each with a file of expected fields in every recorded Linux machine. */
const routes = ['cpu', 'memory', 'disk', 'network', 'ollama', 'gpu', 'summary'];

/** Routes of which what was added has such a file, too. */
const added = ['processes', 'disk', 'sensors'];

const machines = readdirSync(hostsFolder).filter((name) => existsSync(join(hostsFolder, name, 'expected')));

void t.test('the expected fields are those that expected.mjs works out', (t) => {
  const script = join(hostsFolder, '..', 'expected.mjs');
  t.doesNotThrow(() => execFileSync(process.execPath, [script, '--check'], { timeout: 60_000 }));
  t.ok(machines.length >= 5, 'all recorded machines are there');
  t.end();
});

for (const machine of machines) {
  void t.test(`${machine} is shown as its recording says`, async (t) => {
    const recorded = await recordedApp(machine);
    t.teardown(() => recorded.app.close());
    for (const route of routes) {
      await t.test(`/stats/${route}`, async (t) => {
        const expected = expectedFields(machine, route);
        const { status, body } = await recorded.get(`/stats/${route}`);
        t.equal(status, 200);
        t.strictSame(sameFields(body, expected), expected, 'every field of the original is exactly equal');
        const names = Object.keys(expected);
        t.strictSame(Object.keys(body as object).slice(0, names.length), names, 'they come first, in order');
      });
    }
  });
}

for (const machine of machines) {
  void t.test(`${machine} shows what was added as its recording says`, async (t) => {
    // What is read only when asked must be asked in the first moment to see both.
    const recorded = await recordedApp(machine, { early: true });
    t.teardown(() => recorded.app.close());
    for (const route of added.filter((name) => hasExpectation(machine, `added/${name}`))) {
      const expected = expectedFields(machine, `added/${route}`);
      const { body } = await recorded.get(`/stats/${route}`);
      t.strictSame(sameFields(body, expected), expected, `/stats/${route}`);
    }
  });
}

function hasExpectation(machine: string, route: string): boolean {
  return existsSync(join(hostsFolder, machine, 'expected', `${route}.json`));
}

function expectedFields(machine: string, route: string): object {
  return JSON.parse(readFileSync(join(hostsFolder, machine, 'expected', `${route}.json`), 'utf8')) as object;
}

/** Of `actual` only the fields that `expected` has, at every depth. */
function sameFields(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => sameFields(item, expected[index]));
  }
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  const shared = Object.keys(expected).filter((name) => name in actual);
  return Object.fromEntries(shared.map((name) => [name, sameFields(actual[name], expected[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
