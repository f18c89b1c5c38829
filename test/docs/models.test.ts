import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { modelServerKinds, modelServerStates } from '../../schemas/models.js';
import { ModelRunner, runnerStates } from '../../schemas/runner.js';
import { runnerMetrics } from '../../plugins/domains/runner/metrics.js';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/models.md'), 'utf8');

/** The part of the page below a heading, up to the next of its level. */
function section(heading: string, text = page): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

function unnamed(words: readonly string[], text: string): string[] {
  return words.filter((word) => !new RegExp(`["\`]${word}["\`]`).test(text));
}

/** Tests that a text names as showing something, and that are not there. */
function missingProofs(text: string): string[] {
  const claims = [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)` \(((?:"[^"]+"[^")]*)+)\)/g)];
  return claims.flatMap(([, file = '', names = '']) => {
    if (!existsSync(join(root, file))) return [file];
    const tests = readFileSync(join(root, file), 'utf8');
    return [...names.matchAll(/"([^"]+)"/g)]
      .filter(([, name = '']) => !tests.includes(`'${name}'`))
      .map(([, name = '']) => `${file}: ${name}`);
  });
}

t.test('the page on models explains every state of a process and of a server', (t) => {
  t.strictSame(unnamed([...runnerStates, ...modelServerStates], section('States')), []);
  t.strictSame(unnamed(['busy'], section('States')), ['busy']);
  t.end();
});

t.test('it shows every field of a process, and every kind of server', (t) => {
  t.strictSame(unnamed(Object.keys(ModelRunner.properties), page), []);
  for (const kind of modelServerKinds) t.match(section('What is seen of which server').toLowerCase(), kind);
  t.end();
});

t.test('its questions in PromQL are of metrics that exist', (t) => {
  const known = runnerMetrics.map(({ name }) => name);
  const asked = [...new Set(section('History and metrics').match(/sysmon_model_\w+/g))];
  t.ok(asked.length >= 6, `${asked.length} metrics`);
  t.strictSame(
    asked.filter((name) => !known.includes(name)),
    [],
  );
  t.end();
});

t.test('every test that it names is there', (t) => {
  t.strictSame(missingProofs(page), []);
  t.match(missingProofs('`test/docs/models.test.ts` ("nobody wrote this")'), [/nobody wrote this$/]);
  t.match(missingProofs('`test/nowhere.test.ts` ("x")'), ['test/nowhere.test.ts']);
  t.end();
});
