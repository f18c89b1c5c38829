import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__desktop-16-threads';
const apiKeys = [{ name: 'dash', digest: digestOf('a-key-of-the-test-0123456789') }];
const root = join(import.meta.dirname, '../../../../..');

/** What the page and its files ask for, relative to where they are. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link]) => link ?? '');
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^import .*'(\.\/[^']+)';$/gm)].map(([, target]) => target ?? '');
}

t.test('the page and all it loads are public where numbers need a key', async (t) => {
  const { app } = await recordedApp(machine, { settings: { apiKeys } });
  t.teardown(() => app.close());
  const page = await app.inject('/dashboard');
  t.equal(page.statusCode, 200);
  t.match(page.headers['content-type'], 'text/html');
  const seen = new Set<string>();
  const open = linksOf(page.body).map((link) => new URL(link, 'http://x/dashboard').pathname);
  t.ok(
    open.every((path) => path === '/' || path.startsWith('/dashboard/')),
    open.join(' '),
  );
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === '/' || seen.has(path)) continue;
    seen.add(path);
    const file = await app.inject(path);
    t.equal(file.statusCode, 200, path);
    t.equal(file.headers['x-content-type-options'], 'nosniff', path);
    if (!path.endsWith('.js') || path.endsWith('uplot.js')) continue;
    t.match(file.headers['content-type'], 'text/javascript', path);
    const targets = importsOf(file.body);
    open.push(...targets.map((target) => new URL(target, `http://x${path}`).pathname));
  }
  t.ok(seen.size > 20, [...seen].join(' '));
  t.equal((await app.inject('/stats/cpu')).statusCode, 401);
});

t.test('its policy allows this origin alone, and nothing inline', async (t) => {
  const { app } = await recordedApp(machine);
  t.teardown(() => app.close());
  const { headers, body } = await app.inject('/dashboard');
  const policy = String(headers['content-security-policy']);
  t.match(policy, /default-src 'none'.*script-src 'self'.*style-src 'self'/);
  t.notMatch(policy, /unsafe|https?:|upgrade-insecure-requests/);
  t.notMatch(body, /<style| style="| on\w+="|<script>/);
  t.equal(headers['cache-control'], 'no-cache');
});

t.test('a browser that has a file already gets 304, until it changes', async (t) => {
  const { app } = await recordedApp(machine);
  t.teardown(() => app.close());
  const url = '/dashboard/style.css';
  const first = await app.inject(url);
  const bytes = readFileSync(join(root, 'dashboard/style.css'));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  t.equal(first.headers.etag, etag);
  t.ok(first.rawPayload.equals(bytes));
  for (const known of [etag, `"other", W/${etag}`]) {
    const again = await app.inject({ url, headers: { 'if-none-match': known } });
    t.strictSame([again.statusCode, again.body], [304, '']);
  }
  t.equal((await app.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode, 200);
});

t.test('under a sub-path everything is where the page looks for it', async (t) => {
  const { app } = await recordedApp(machine, {
    settings: { apiKeys, trustProxy: ['127.0.0.0/8'] },
  });
  t.teardown(() => app.close());
  const headers = { 'x-forwarded-prefix': '/monitor' };
  for (const path of ['/monitor/dashboard', '/monitor/dashboard/page.js', '/dashboard/page.js']) {
    t.equal((await app.inject({ url: path, headers })).statusCode, 200, path);
  }
  const slash = await app.inject({ url: '/monitor/dashboard/', headers });
  t.equal(
    new URL(String(slash.headers.location), 'http://x/monitor/dashboard/').pathname,
    '/monitor/dashboard',
  );
});

t.test('the index and the document list it, as public', async (t) => {
  const { app, get } = await recordedApp(machine);
  t.teardown(() => app.close());
  const { body } = await get('/');
  const { routes } = body as { routes: { path: string; guarded: boolean }[] };
  t.match(
    routes.filter(({ path }) => path.startsWith('/dashboard')),
    [{ path: '/dashboard', guarded: false }],
  );
  const wrong = await app.inject({ url: '/dashboard?theme=dark' });
  t.strictSame([wrong.statusCode, wrong.json<{ code: string }>().code], [400, 'bad_request']);
  t.equal((await app.inject('/dashboard/nope.js')).statusCode, 404);
});

t.test('data reaches the page as text alone, never as markup', (t) => {
  for (const name of readdirSync(join(root, 'dashboard')).filter((file) => file.endsWith('.ts'))) {
    const text = readFileSync(join(root, 'dashboard', name), 'utf8');
    t.notMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, name);
  }
  t.end();
});
