/**
 * Looks at Swagger UI as a person does, in a real Chromium: by address and by a host name over plain http (where a
 * wrong Content-Security-Policy leaves the page blank), on a desktop, in the dark and on a phone. Prints one line
 * for each check and the folder of the screenshots; the exit code is 1 when a check failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { lowContrast } from './browser-contrast.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pictures = mkdtempSync(join(tmpdir(), 'system-monitor-pages-'));
const hostName = 'monitor.test';
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const failures = [];

const service = await startService();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    `--host-resolver-rules=MAP ${hostName} 127.0.0.1`,
  ],
});
try {
  const document = await (await fetch(`${service.url}/openapi.json`)).json();
  for (const [name, origin] of [
    ['by address', service.url],
    ['by host name', service.url.replace('127.0.0.1', hostName)],
  ]) {
    await visit(`${name}`, origin, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await checkContents(name, page, document);
      await checkExecute(name, page);
      await checkOtherAnswers(name, page);
    });
  }
  await visit('in the dark', service.url, { colorScheme: 'dark' }, async (page) => {
    await page.locator('#operations-Host-getMemory .opblock-summary-control').click();
    await page.locator('#operations-Host-getMemory .responses-wrapper').waitFor();
    const [faint] = await lowContrast(page);
    check('in the dark: every text can be read', faint === undefined, JSON.stringify(faint));
  });
  await checkKeys();
  await visit('on a phone', service.url, phone, async (page) => {
    await checkWidth('on a phone: the list', page);
    await checkExecute('on a phone', page);
    await checkWidth('on a phone: an answer', page);
    await page.locator('#operations-Host-getMemory').screenshot({ path: join(pictures, 'a phone.png') });
  });
} finally {
  await browser.close();
  service.child.kill();
}
console.log(`pictures: ${pictures}`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** The built service on a free port. */
async function startService(environment = {}) {
  const args = [join(root, 'dist/src/main.js'), '--port', '0', '--allowed-hosts', hostName];
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

function check(what, passed, found) {
  if (!passed) failures.push(what);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${found}`);
}

/** Opens the page in a browser window of its own, does `look`, and checks that nothing went wrong meanwhile. */
async function visit(name, origin, window, look) {
  const context = await browser.newContext(window);
  const page = await context.newPage();
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // An endless answer is left after its first frames.
    const isLeft =
      request.url().includes('/stats/stream') && request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!isLeft) complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on('request', (request) => {
    if (!['data:', 'blob:', `${origin}/`].some((start) => request.url().startsWith(start))) {
      elsewhere.push(request.url());
    }
  });
  try {
    const start = performance.now();
    await page.goto(`${origin}/`);
    await page.locator('.opblock').first().waitFor({ timeout: 15_000 });
    console.log(
      `     ${name}: the first operation is there after ${Math.round(performance.now() - start)} ms`,
    );
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    await look(page);
    await page.screenshot({ path: join(pictures, `${name}, an answer.png`), fullPage: true });
  } catch (error) {
    check(`${name}: the page can be used`, false, error.message);
  }
  // A violation of the Content-Security-Policy is an error on the console.
  check(`${name}: no complaint on the console`, complaints.length === 0, complaints.join('\n'));
  check(`${name}: no request to another origin`, elsewhere.length === 0, elsewhere.join(' '));
  await context.close();
}

async function checkContents(name, page, document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const used = Object.values(document.paths).flatMap((one) => Object.values(one).flatMap(({ tags }) => tags));
  const expected = new Set([...document.tags.map((tag) => tag.name), ...used]);
  const shown = await page.locator('.opblock').evaluateAll((blocks) =>
    blocks.map((block) => {
      const text = (selector) => block.querySelector(selector).textContent.replaceAll('\u200b', '');
      return `${text('.opblock-summary-method')} ${text('.opblock-summary-path')}`;
    }),
  );
  const groups = await page.locator('.opblock-tag').evaluateAll((tags) => tags.map((tag) => tag.dataset.tag));
  const title = await page.title();
  check(`${name}: the title`, title === document.info.title, title);
  const heading = await page.locator('.info .title').innerText();
  check(`${name}: the heading`, heading.startsWith(document.info.title), heading);
  check(`${name}: all ${operations.length} operations`, same(shown, operations), shown.join(', '));
  check(`${name}: all ${expected.size} groups`, same(groups, expected), groups.join(', '));
}

function same(some, others) {
  return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}

/** "Execute" on GET /stats/memory, with what the service really says. */
async function checkExecute(name, page) {
  const block = page.locator('#operations-Host-getMemory');
  if (!(await block.locator('.opblock-body').isVisible())) {
    await block.locator('.opblock-summary-control').click();
  }
  await block.getByRole('button', { name: 'Execute' }).click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor({ timeout: 15_000 });
  const status = await answer.locator('.response-col_status').innerText();
  check(`${name}: Execute answers 200`, status.trim().startsWith('200'), status);
  const body = JSON.parse(await answer.locator('.highlight-code pre, pre.microlight').first().innerText());
  check(`${name}: with the memory of this machine`, body.total_bytes > 0, JSON.stringify(body));
}

/** What is not one JSON document: an endless answer ends by itself after some frames, metrics are text. */
async function checkOtherAnswers(name, page) {
  const streamed = await executed(page, '#operations-Overview-getStatsStream');
  check(
    `${name}: the stream shows frames and ends`,
    /^id: \d+\ndata: \{/m.test(streamed.body),
    streamed.body,
  );
  const metrics = await executed(page, '#operations-Overview-getMetrics');
  check(`${name}: /metrics shows its text`, /^# TYPE \S+ gauge$/m.test(metrics.body), metrics.body);
  // Examples are not filled in: all domains are asked for.
  const all = await executed(page, '#operations-Overview-getStats');
  check(`${name}: /stats is asked as it stands`, new URL(all.url).search === '', all.url);
  const domains = Object.entries(JSON.parse(all.body)).filter(([key]) =>
    ['cpu', 'disk', 'host'].includes(key),
  );
  check(
    `${name}: /stats shows all`,
    domains.every(([, value]) => value !== null),
    all.body,
  );
  const servers = page.locator('.servers, .servers-title');
  check(`${name}: no choice of servers`, !(await servers.first().isVisible()), 'it is shown');
}

/** The address that "Execute" asks, and the text it shows. */
async function executed(page, operation) {
  const block = page.locator(operation);
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Execute' }).click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor({ timeout: 15_000 });
  const body = await answer.locator('.highlight-code pre, pre.microlight').first().textContent();
  const url = (await block.locator('.request-url pre').innerText()).trim();
  await block.locator('.opblock-summary-control').click();
  return { url, body };
}

/** Authorize with the key in each of its forms; it is kept over a reload, and without it the answer is a plain 401. */
async function checkKeys() {
  const key = 'the-key-of-the-browser-0123456789';
  const guarded = await startService({ SYSMON_API_KEYS: `browser:${key}` });
  try {
    /** @type {[scheme: string, fields: string[]][]} */
    const schemes = [
      ['X-API-Key', [key]],
      ['bearer', [key]],
      ['basic', ['anybody', key]],
    ];
    for (const [scheme, fields] of schemes) {
      await visit(`with a key (${scheme})`, guarded.url, {}, async (page) => {
        await page.locator('button.authorize').first().click();
        const dialog = page.locator('.modal-ux');
        const form = dialog.locator('.auth-container', { hasText: new RegExp(scheme, 'i') });
        for (const [index, field] of fields.entries()) await form.locator('input').nth(index).fill(field);
        await form.locator('button.authorize').click();
        await dialog.locator('.close-modal').click();
        await checkExecute(`with a key (${scheme})`, page);
        await page.reload();
        await page.locator('.opblock').first().waitFor({ timeout: 15_000 });
        await checkExecute(`with a key (${scheme}), after a reload`, page);
        const tab = await page.context().newPage();
        await tab.goto(`${guarded.url}/health/live`);
        const stored = await tab.evaluate(() => localStorage.length);
        check(
          `the key (${scheme}) is kept for its tab alone`,
          stored === 0,
          `${stored} things are kept for all`,
        );
      });
    }
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${guarded.url}/`);
    await page.locator('#operations-Host-getMemory .opblock-summary-control').click();
    await page.locator('#operations-Host-getMemory').getByRole('button', { name: 'Execute' }).click();
    const status = page
      .locator('#operations-Host-getMemory .live-responses-table .response-col_status')
      .nth(1);
    await status.waitFor({ timeout: 15_000 });
    const shown = (await status.innerText()).trim();
    check(
      'without a key Execute answers 401, and no window asks for a password',
      shown.startsWith('401'),
      shown,
    );
  } finally {
    guarded.child.kill();
  }
}

async function checkWidth(name, page) {
  const { wide, inside } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    inside: document.documentElement.clientWidth,
  }));
  check(`${name} is as wide as the screen`, inside === phone.viewport.width, `${inside} px`);
  check(`${name} needs no sideways scrolling`, wide <= inside, `${wide} px wide in ${inside} px`);
}
