import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '../../..');

/** Commands by which npm would fetch whatever stands under our name in its registry. */
const fromRegistry = /\b(?:npm (?:install|i|add|exec)|npx)\b[^\n`;#]*? system-monitor-api(?![-\w]*\.tgz)/g;

t.test('no page has anybody install a name that is not ours', (t) => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...pagesIn('docs'), ...pagesIn('deploy')];
  t.ok(pages.length > 15, `${pages.length} pages`);
  for (const page of pages) {
    const found = [...readFileSync(join(root, page), 'utf8').matchAll(fromRegistry)].map(
      ([command]) => command,
    );
    // The page on installing names the two, to say what they would do.
    const warned =
      page === 'docs/deployment/npm.md' ? ['npm install system-monitor-api', 'npx system-monitor-api'] : [];
    t.strictSame(found, warned, page);
  }
  t.end();
});

t.test('such a command is found', (t) => {
  const found = (text: string) => [...text.matchAll(fromRegistry)].length;
  t.equal(found('sudo npm install --global system-monitor-api'), 1);
  t.equal(found('npx --yes system-monitor-api --check'), 1);
  t.equal(found('npm i -g system-monitor-api@latest'), 1);
  t.equal(found('npm install --global ./system-monitor-api-*.tgz; system-monitor-api'), 0);
  t.end();
});

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|service|plist|yaml)$/.test(name))
    .map((name) => `${folder}/${name}`);
}
