/**
 * The service behind real proxies: nginx and Caddy with the files of `deploy/`, TLS in front, at the root of a host
 * and under a sub-path. Asks with curl, clicks Authorize and Execute in Chromium, and reads the service's log. Prints
 * a line for each check and the folder of the screenshots; the exit code is 1 when a check failed.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { executeInPage, watchDashboard } from './proxy-page.mjs';
import { startCaddy, startNginx, startService, stopAll } from './proxy-servers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'system-monitor-proxies-'));
const key = randomBytes(24).toString('hex');
const withKey = ['-H', `X-API-Key: ${key}`];
const forged = ['For: 203.0.113.66', 'Proto: gopher', 'Host: evil.example', 'Prefix: /evil'];
const failures = [];

try {
  const { port, log } = await startService(key);
  const nginx = await startNginx(folder, port, variants);
  const caddy = await startCaddy(join(folder, 'caddy-home'), port);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      '--host-resolver-rules=MAP *.example.org 127.0.0.1, MAP example.org 127.0.0.1',
    ],
  });
  try {
    let client = 10;
    for (const proxy of [nginx, caddy]) {
      for (const [host, prefix] of [
        ['monitor.example.org', ''],
        ['example.org', '/monitor'],
      ]) {
        client += 2;
        const place = placeOf(proxy, host, prefix, `127.0.0.${client}`);
        await checkAnswers(place);
        await checkForgery(place, log);
        await checkFailedKeys(place, `127.0.0.${client + 1}`);
        await checkStream(place);
        await checkStream(place, ['--compressed']);
        await checkPage(browser, place);
        await (prefix === '' ? checkPlainHttp(place) : checkMissingSlash(place));
      }
    }
    await checkVariants(nginx, browser);
  } finally {
    await browser.close();
  }
  check(
    'no fault in the log',
    !log.some(({ level }) => level >= 50),
    JSON.stringify(log.filter(({ level }) => level >= 50)),
  );
  check('the key is in no line of the log', !JSON.stringify(log).includes(key), '');
} finally {
  stopAll();
}
console.log(`pictures: ${folder}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function check(what, passed, found) {
  if (!passed) failures.push(what);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${found}`);
}

function same(what, found, expected) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  check(what, one === other, `${one} instead of ${other}`);
}

/** One way to the service: through `proxy` as `host`, from the client address `from`. */
function placeOf(proxy, host, prefix, from) {
  const origin = `https://${host}:${proxy.port}`;
  const name = `${proxy.name}, ${prefix === '' ? 'root' : `${host}${prefix}`}`;
  return { ...proxy, host, prefix, from, origin, base: origin + prefix, name };
}

/** How three other proxies would do it, each made of the deployed file: see docs/deployment/nginx.md. */
function variants(subPath) {
  const called = (name, text) =>
    text
      .replaceAll('system_monitor_sub_path', name)
      .replace('server_name example.org', `server_name ${name}.example.org`);
  const header = /^.*X-Forwarded-Prefix \/monitor.*\n/m;
  const unstripped = subPath.replace(
    'proxy_pass http://system_monitor_sub_path/',
    'proxy_pass http://system_monitor_sub_path',
  );
  return [
    called('silent', subPath.replace(header, '')),
    called('whole', unstripped),
    called('unsupported', unstripped.replace(header, '')),
  ];
}

function curlArgs({ host, port, certificate, from }, url, more) {
  const known = ['--cacert', certificate, '--resolve', `${host}:${port}:127.0.0.1`, '--interface', from];
  return ['--silent', '--show-error', '--max-time', '20', ...known, ...more, url];
}

/** The answer curl gets, with status, headers in small letters and the body as text. */
async function ask(place, path, more = [], base = place.base) {
  const args = curlArgs(place, base + path, ['--include', ...more]);
  const { stdout } = await promisify(execFile)('curl', args, { maxBuffer: 1e7 });
  const [head, ...rest] = stdout.split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(/: ?(.*)/, 2)).map(([n, v]) => [n.toLowerCase(), v]),
  );
  const [version, status] = first.split(' ');
  return { version, status: Number(status), headers, body: rest.join('\r\n\r\n') };
}

async function checkAnswers(place) {
  const { name, prefix, base } = place;
  const refused = await ask(place, '/stats/memory');
  same(
    `${name}: without a key 401, as a problem`,
    [refused.status, JSON.parse(refused.body).instance],
    [401, `${prefix}/stats/memory`],
  );
  const answer = await ask(place, '/stats/memory', withKey);
  same(`${name}: with a key 200, over HTTP/2`, [answer.status, answer.version], [200, 'HTTP/2']);
  check(`${name}: the memory of this machine`, JSON.parse(answer.body).total_bytes > 0, answer.body);
  const { documents, routes } = JSON.parse((await ask(place, '/')).body);
  for (const link of [...Object.values(documents), `${prefix}/health/live`]) {
    same(`${name}: ${link} of the index is there`, (await ask(place, link, [], place.origin)).status, 200);
  }
  check(
    `${name}: the index lists its routes where they are`,
    routes.some(({ path }) => path === `${prefix}/stats/cpu`),
    JSON.stringify(routes),
  );
  const document = JSON.parse((await ask(place, '/openapi.json')).body);
  same(`${name}: servers of the document`, document.servers, [{ url: base }]);
  const missing = await ask(place, '/nope', withKey);
  same(
    `${name}: 404 under its own name`,
    [missing.status, JSON.parse(missing.body).instance],
    [404, `${prefix}/nope`],
  );
  const wrong = await ask(place, '/stats/cpu', [...withKey, '--request', 'POST']);
  same(`${name}: 405 with Allow`, [wrong.status, wrong.headers.allow], [405, 'GET, HEAD']);
}

/** What a client claims changes nothing; the log tells the truth. */
async function checkForgery(place, log) {
  const { name, from, prefix, base, host, port } = place;
  const truth = { ip: from, peer: '127.0.0.1', protocol: 'https', host: `${host}:${port}`, prefix };
  for (const lines of [[], ...forged.map((one) => [one]), forged]) {
    const what = `${name}, ${lines.length === 0 ? 'nothing claimed' : `claiming ${lines.join(', ')}`}`;
    const claims = lines.flatMap((line) => ['-H', `X-Forwarded-${line}`]);
    const before = log.length;
    const { body } = await ask(place, '/openapi.json', [...claims, '-H', 'Forwarded: for=203.0.113.66']);
    same(`${what}: servers`, JSON.parse(body).servers, [{ url: base }]);
    const { path, ...said } = await loggedAfter(log, before);
    const facts = Object.fromEntries(Object.keys(truth).map((fact) => [fact, said[fact]]));
    same(`${what}: log`, { ...facts, path }, { ...truth, path: `${prefix}/openapi.json` });
  }
}

/** The line of the log about the document, which may come a moment after the answer. */
async function loggedAfter(log, before) {
  for (let tries = 0; tries < 100; tries += 1) {
    const line = log
      .slice(before)
      .find(({ msg, path }) => msg === 'answered' && path.endsWith('/openapi.json'));
    if (line !== undefined) return line;
    await sleep(50);
  }
  return {};
}

/** Wrong keys spend the budget of the one who sends them, and of nobody else behind the same proxy. */
async function checkFailedKeys(place, guesser) {
  const { name } = place;
  const wrong = ['-H', 'X-API-Key: wrong-wrong-wrong-wrong'];
  const statuses = [];
  for (let tries = 0; tries < 25; tries += 1) {
    statuses.push((await ask({ ...place, from: guesser }, '/stats/cpu', wrong)).status);
  }
  same(`${name}: 25 wrong keys end in 429`, [statuses[0], statuses.at(-1)], [401, 429]);
  same(`${name}: another client is told 401`, (await ask(place, '/stats/cpu', wrong)).status, 401);
  same(`${name}: and is served with its key`, (await ask(place, '/stats/cpu', withKey)).status, 200);
}

/** Events come as they are made, one after the other: the first at once, then one a second. */
async function checkStream(place, more = []) {
  const name = [place.name, ...more].join(' ');
  const child = spawn(
    'curl',
    curlArgs(place, `${place.base}/stats/stream?only=cpu`, ['--no-buffer', ...withKey, ...more]),
  );
  const arrived = [];
  /** @type {Promise<void>} */
  const enough = new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.stdout.on('data', (chunk) => {
      for (const _ of String(chunk).matchAll(/^data:/gm)) arrived.push(Date.now());
      if (arrived.length >= 4) resolve();
    });
  });
  await enough;
  child.kill();
  const gaps = arrived.slice(1).map((at, index) => at - arrived[index]);
  check(
    `${name}: events of the stream arrive one by one`,
    gaps.length >= 3 && gaps.slice(1).every((gap) => gap > 200),
    `${gaps.join(' ms, ')} ms apart`,
  );
}

async function checkPlainHttp(place) {
  const http = `http://${place.host}:${place.httpPort}`;
  const to = ['--resolve', `${place.host}:${place.httpPort}:127.0.0.1`];
  const { status, headers } = await ask(place, '/stats', to, http);
  check(
    `${place.name}: plain http leads to https`,
    [301, 308].includes(status) && headers.location.startsWith(`https://${place.host}`),
    `${status} ${headers.location}`,
  );
}

async function checkMissingSlash(place) {
  const { status, headers } = await ask(place, '?a=1', ['-H', 'Accept: text/html']);
  const target = new URL(headers.location ?? '', `${place.base}?a=1`);
  check(
    `${place.name}: the missing slash is added`,
    status === 308 && target.href.startsWith(`${place.base}/`),
    `${status} ${headers.location}`,
  );
}

/** Swagger UI as a person uses it. */
async function checkPage(browser, place) {
  const { name, base } = place;
  const pictures = join(folder, name.replaceAll('/', ' '));
  const { status, body, asked, complaints } = await executeInPage(browser, base, key, pictures);
  same(`${name}: Execute with the key answers 200`, status, '200');
  check(`${name}: with the memory of this machine`, body.total_bytes > 0, JSON.stringify(body));
  same(`${name}: it asked there`, asked, `${base}/stats/memory`);
  same(`${name}: no complaint on the console, no request elsewhere`, complaints, []);
  const dashboard = await watchDashboard(browser, base, key, pictures);
  check(`${name}: the dashboard is live`, dashboard.live && /\d %/.test(dashboard.text), dashboard.text);
  same(`${name}: nor from the dashboard`, dashboard.complaints, []);
}

/** Proxies that say no prefix, that leave it on the path, and that do both: the last is told what to change. */
async function checkVariants(nginx, browser) {
  const silent = placeOf(nginx, 'silent.example.org', '/monitor', '127.0.0.30');
  await checkPage(browser, silent);
  const whole = placeOf(nginx, 'whole.example.org', '/monitor', '127.0.0.31');
  await checkAnswers(whole);
  await checkPage(browser, whole);
  const unsupported = placeOf(nginx, 'unsupported.example.org', '/monitor', '127.0.0.32');
  const { status, body } = await ask(unsupported, '/stats/cpu', withKey);
  check(
    `${unsupported.name}: says what to change`,
    status === 404 && body.includes('send X-Forwarded-Prefix: /monitor'),
    `${status} ${body}`,
  );
}
