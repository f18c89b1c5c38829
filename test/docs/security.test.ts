import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { settingRows } from '../../src/settings/command.js';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The rows of the table below a heading, as cells. */
function rowsBelow(heading: string, text: string): string[][] {
  const part = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

/** Why what stands in the last cell shows nothing; null when it is a test that exists, or a sentence why none can. */
function missingProof([kind = '', here = '', proof = '']: string[]): string | null {
  if (proof === '–') return here.startsWith('cannot be: ') ? null : `${kind}: no test, and no reason why not`;
  const [, file = '', name = ''] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(proof) ?? [];
  if (file === '' || !existsSync(join(root, file))) return `${kind}: there is no ${file}`;
  const text = readFileSync(join(root, file), 'utf8');
  const isThere = [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => text.includes(quoted));
  return isThere ? null : `${file} has no test "${name}"`;
}

t.test('every kind of advisory has a test that exists, or a sentence why it cannot be', (t) => {
  const rows = rowsBelow('What happened to others', page);
  t.ok(rows.length >= 15, `${rows.length} kinds`);
  t.strictSame(rows.map(missingProof).filter((fault) => fault !== null), []); // prettier-ignore
  t.end();
});

t.test('a proof that is none is found', (t) => {
  t.match(missingProof(['a', 'b', '–']), 'a: no test, and no reason why not');
  t.match(missingProof(['a', 'b', '`test/nowhere.test.ts`: x']), 'a: there is no test/nowhere.test.ts');
  t.match(
    missingProof(['a', 'b', `\`test/docs/security.test.ts\`: ${['of', 'another'].join(' ')}`]),
    'has no test',
  );
  t.match(missingProof(['a', 'b', 'trust us']), 'a: there is no ');
  t.end();
});

t.test('every setting that the page names exists, and those about access are all named', (t) => {
  const known = settingRows().map(({ variable }) => variable);
  const named = new Set(page.match(/SYSMON_[A-Z_]+/g));
  t.strictSame([...named].filter((variable) => !known.includes(variable)), []); // prettier-ignore
  for (const variable of [
    'API_KEYS',
    'API_KEYS_FILE',
    'AUTH',
    'STATE_DIR',
    'ALLOW_FROM',
    'ALLOWED_HOSTS',
    'CORS_ORIGINS',
    'RATE_LIMIT',
    'TRUST_PROXY',
  ]) {
    t.ok(named.has(`SYSMON_${variable}`), variable);
  }
  t.end();
});
