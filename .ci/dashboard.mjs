/**
 * Uses `/dashboard` as a person does, in a real Chromium, on a recorded machine with 8 GPUs and 128 threads: types the
 * key, looks on a desktop, in the dark and on a phone, loses the service and finds it again. Checks accessibility with
 * axe, that no request leaves the origin, and what an update costs. Prints one line for each check and the folder of
 * the screenshots; the exit code is 1 when a check failed.
 */
import { join } from 'node:path';
import {
  browser,
  check,
  checkAccessible,
  failures,
  pictures,
  startService,
  visit,
} from './dashboard-browser.mjs';
import { startModels, tokensPerSecond } from './dashboard-models.mjs';
import { freePort } from './ports.mjs';

const server = 'linux-x64__server-128-threads';
const key = 'the-key-of-the-dashboard-0123456789';
const desktop = { viewport: { width: 1600, height: 1000 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const service = await startService(server, { SYSMON_API_KEYS: `browser:${key}` });
try {
  await visit('desktop', service.url, desktop, async (page) => {
    await checkKey(page);
    await checkContents(page);
    await checkCost(page);
  });
  /** @type {[name: string, window: import('playwright-core').BrowserContextOptions & typeof desktop][]} */
  const windows = [
    ['in the dark', { ...desktop, colorScheme: 'dark' }],
    ['phone', phone],
    ['phone, in the dark', { ...phone, colorScheme: 'dark' }],
  ];
  for (const [name, window] of windows) {
    await visit(name, service.url, window, async (page) => {
      await typeKey(page);
      await checkWidth(name, page, window.viewport.width);
    });
  }
  await checkMachines();
  await checkModels();
  await checkLoss();
} finally {
  await browser.close();
  service.child.kill();
}
console.log(`pictures: ${pictures}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function typeKey(page, text = key) {
  await page.getByLabel('Key', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await live(page);
}

function live(page) {
  return page.locator('#connection', { hasText: 'Live' }).waitFor({ timeout: 15_000 });
}

/** The key is asked for once, by keyboard, and kept for this tab alone. */
async function checkKey(page) {
  await page.getByRole('dialog').waitFor();
  await checkAccessible('the key is asked for', page);
  await page.screenshot({ path: join(pictures, 'the key.png') });
  await page.keyboard.press('Escape');
  check('Escape does not leave a page without values', await page.getByRole('dialog').isVisible(), 'closed');
  await typeKey(page);
  await page.reload();
  await live(page);
  check('the key is kept over a reload', !(await page.getByRole('dialog').isVisible()), 'asked again');
  const stored = await page.evaluate(() => [localStorage.length, document.cookie, location.href]);
  check(
    'the key is in no cookie, no address, no lasting store',
    !JSON.stringify(stored).includes(key),
    stored,
  );
}

async function checkContents(page) {
  await page.waitForTimeout(2_500);
  const said = await page.locator('main').innerText();
  for (const text of [
    '36.',
    '128 threads',
    '504 GiB of 1,007 GiB',
    'GPU',
    'H100',
    '/tank/models',
    'bond0',
    'Ollama',
  ]) {
    check(`the page says ${text}`, said.includes(text), said.slice(0, 500));
  }
  const cards = page.locator('.gpus > section');
  check('every GPU has its card', (await cards.count()) === 8, await cards.count());
  check('what is not told is n/a, not 0', (await cards.nth(6).innerText()).includes('n/a'), 'a number');
  const programs = cards.nth(6).locator('details');
  await programs.locator('summary').press('Enter');
  await programs.getByText('tritonserver').first().waitFor({ timeout: 5_000 });
  check('its programs are shown by keyboard', true);
  const labels = await page.getByRole('img', { name: /128 logical cores, the busiest at 100 %/ }).count();
  check('the cores are told in words', labels === 1, labels);
  await page.getByLabel('Shown').selectOption('3600');
  await page.waitForTimeout(1_500);
  await page.getByLabel('Shown').selectOption('300');
  const lines = await page.locator('.plot canvas').count();
  check('every plot is drawn', lines >= 8, lines);
}

/** What an update costs the main thread: as the page measures it, and all that Chromium does, painting included. */
async function checkCost(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const tasks = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  const before = await tasks();
  const updates = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const durations = [];
        new PerformanceObserver((list) => {
          durations.push(...list.getEntriesByName('update').map(({ duration }) => duration));
          if (durations.length >= 15) resolve(durations);
        }).observe({ type: 'measure' });
      }),
  );
  const whole = ((await tasks()) - before) / updates.length;
  const [median, worst] = [updates.sort((a, b) => a - b)[Math.floor(updates.length / 2)], updates.at(-1)];
  const figures = `${median.toFixed(1)} ms, at worst ${worst.toFixed(1)} ms, everything else included ${whole.toFixed(1)} ms`;
  check(
    `an update with 8 GPUs and 128 threads costs the main thread less than 8 ms: ${figures}`,
    median < 8,
    figures,
  );
}

async function checkWidth(name, page, expected) {
  await page.waitForTimeout(1_500);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check(`${name}: no sideways scrolling`, wide <= expected, `${wide} px wide in ${expected} px`);
}

/** Machines of other kinds, without keys. */
async function checkMachines() {
  for (const [machine, texts] of [
    ['linux-x64__desktop-16-threads', ['RTX 4070', 'Radeon', 'deepseek']],
    ['linux-x64__vm-2-threads', ['no card is seen']],
    ['darwin-arm64__laptop', ['Apple']],
  ]) {
    const other = await startService(machine);
    try {
      await visit(machine, other.url, desktop, async (page) => {
        await live(page);
        await page.waitForTimeout(2_000);
        const said = await page.locator('main').innerText();
        for (const text of texts) check(`${machine} says ${text}`, said.includes(text), said);
        check(`${machine}: no key is asked for`, !(await page.getByRole('dialog').isVisible()), 'asked');
      });
    } finally {
      other.child.kill();
    }
  }
}

/** Models of real processes: what each does, how fast, what is not seen and why, and an expiry that counts down. */
async function checkModels() {
  const models = await startModels();
  const real = await startService(null, { OLLAMA_HOST: models.address });
  try {
    const windows = { models: desktop, 'models on a phone, in the dark': { ...phone, colorScheme: 'dark' } };
    for (const [name, window] of Object.entries(windows)) {
      await visit(name, real.url, window, async (page) => {
        await checkModelCards(name, page, models);
        await checkWidth(name, page, window.viewport.width);
      });
    }
  } finally {
    real.child.kill();
    models.end();
  }
}

async function checkModelCards(name, page, models) {
  const card = (title) =>
    page.locator('.models > section', { has: page.getByRole('heading', { name: title, exact: true }) });
  const says = async (title, ...texts) => {
    const said = (await card(title).innerText()).replaceAll('\n', ' ');
    for (const text of texts) check(`${name}: ${title} says ${text}`, said.includes(text), said);
    return said;
  };
  // Other servers are asked for seldom until one is known.
  await card('beside.gguf').waitFor({ timeout: 30_000 });
  await page.waitForTimeout(5_000);
  const writing = await says('writing:14b', 'generating', '14.8B · Q4_K_M', '1 of 4', 'of 16,384', '25.0 %');
  await says('writing:14b', '12.0 GiB, 9.00 GiB of it on GPUs', 'not while in use', 'at least');
  const speed = Number(/tokens\/s\s+([\d.]+)/.exec(writing)?.[1]);
  check(`${name}: and how fast it is`, Math.abs(speed / tokensPerSecond - 1) < 0.1, writing);
  await card('writing:14b').scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  const lines = await card('writing:14b').locator('.plot canvas').count();
  check(`${name}: and how fast it was`, lines === 1, lines);
  await says('c'.repeat(12), 'loading');
  await says('d'.repeat(12), 'left behind', `End process ${models.orphan} to free`);
  await says('beside.gguf', 'idle', `llama-server at 127.0.0.1:${models.beside}`, '0 of 1');
  const unseen = await says('unseen:14b', 'cannot be asked', 'Its process is not seen from here.');
  check(`${name}: what is not seen is no 0`, !unseen.includes('tokens/s'), unseen);
  const left = async () => {
    const said = await card('unseen:14b').innerText();
    const [, minutes, seconds] = /in (\d):(\d\d)/.exec(said) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  const before = await left();
  await page.waitForTimeout(2_500);
  const gone = before - (await left());
  check(`${name}: the expiry of a model counts down`, gone >= 1 && gone <= 5, `${before}, ${gone} less`);
}

/** The service goes and comes back: the page says so, and goes on by itself. */
async function checkLoss() {
  const port = await freePort();
  let service = await startService(server, {}, port);
  const isRefusal = (message) => message.text().includes('ERR_');
  const look = async (page) => {
    await live(page);
    await page.waitForTimeout(1_500);
    service.child.kill();
    await page.locator('#connection', { hasText: 'Disconnected' }).waitFor({ timeout: 10_000 });
    const banner = await page.locator('#not-live').innerText();
    check('a service that went is told of, with the age of what is shown', /old/.test(banner), banner);
    await checkAccessible('disconnected', page);
    await page.screenshot({ path: join(pictures, 'disconnected.png') });
    service = await startService(server, {}, port);
    await page.locator('#connection', { hasText: 'Live' }).waitFor({ timeout: 45_000 });
    await page.locator('#not-live').waitFor({ state: 'hidden', timeout: 10_000 });
    check('when it is back the page goes on by itself', true);
  };
  try {
    await visit('a service that goes', service.url, desktop, look, isRefusal);
  } finally {
    service.child.kill();
  }
}
