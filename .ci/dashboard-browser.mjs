/** What the check of the dashboard is made of: a service, a browser, and a visit that sees what goes wrong. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const pictures = mkdtempSync(join(tmpdir(), 'system-monitor-dashboard-'));
export const failures = [];

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
});
/** The service on a recorded machine, or on this one. */
export async function startService(machine, environment = {}, port = 0) {
  const recorded = [join(root, 'dist/test/helpers/service/recorded-service.js'), machine];
  const program = machine === null ? [join(root, 'dist/src/main.js')] : recorded;
  const args = [...program, '--port', String(port)];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Server listening at (http:[^"]+)/.exec(line)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error('the service ended before it listened');
}

export function check(what, passed, found) {
  if (!passed) failures.push(what);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${found}`);
}

/** Opens the dashboard in a browser window of its own, does `look`, and checks that nothing went wrong meanwhile. */
export async function visit(name, origin, window, look, expected = (_message) => false) {
  const context = await browser.newContext(window);
  const page = await context.newPage();
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expected(message)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) elsewhere.push(request.url());
  });
  try {
    await page.goto(`${origin}/dashboard`);
    await look(page);
    await checkAccessible(name, page);
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  } catch (error) {
    await page.screenshot({ path: join(pictures, `${name}, failed.png`) });
    check(`${name}: the page can be used`, false, error.message);
  }
  // A violation of the Content-Security-Policy is an error on the console.
  check(`${name}: no complaint on the console`, complaints.length === 0, complaints.join('\n'));
  check(`${name}: no request to another origin`, elsewhere.length === 0, elsewhere.join(' '));
  await context.close();
}

export async function checkAccessible(name, page) {
  // By the protocol of the developer's tools, which the page's policy does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  );
  check(`${name}: axe finds nothing`, violations.length === 0, found.join('\n'));
}
