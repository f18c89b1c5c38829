/**
 * Many stream clients on one server, and one that never reads:
 *
 *   node bench/stream-clients.mjs [--clients 1000] [--seconds 30] [--only cpu,gpu] [--gzip]
 *
 * With --gzip every second client takes gzip, and reads it; its answer must be sound to its end.
 *
 * Starts the built service on a free port and prints what it cost: CPU and memory of the service, frames that the
 * clients missed, clients that were cut although they read, how long another request took meanwhile (asked by a
 * thread of its own, since this one is busy with a thousand clients), by how much timers of the service came late,
 * whether the one that never reads was cut, and how long the service took to end with all streams open. Ends with
 * status 1 when one of these is not as promised. Linux only: the cost is read from /proc.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (!isMainThread) {
  parentPort?.postMessage(await asking(workerData));
  process.exit();
}

const { values: given } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    only: { type: 'string' },
    gzip: { type: 'boolean', default: false },
  },
});
const count = Number(given.clients);
const seconds = Number(given.seconds);

// A short interval, so that the one that never reads is found within the time of the run. All come from one address,
// which may have three quarters of the streams.
const streams = Math.max(2_000, Math.ceil((count + 1) / 0.75));
const settings = ['--interval', '100ms', '--rate-limit', '0', '--streams', String(streams)];
const service = spawn(process.execPath, ['dist/src/main.js', '--port', '0', ...settings], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await listening(service);
const agent = new Agent({ maxSockets: Infinity });

const stuck = await never();
const began = performance.now();
const clients = [];
for (let number = 0; number < count; number += 1) clients.push(client(given.gzip && number % 2 === 1));
await Promise.all(clients.map(({ opened }) => opened));
console.log(`${count} clients open after ${Math.round(performance.now() - began)} ms`);
await sleep(2_000);

const lateBefore = await latenessOf();
const before = cost();
const from = performance.now();
for (const one of clients) Object.assign(one, { frames: 0, wire: 0 });
const waits = await probed();
const passed = (performance.now() - from) / 1000;
const after = cost();
const late = (await latenessOf()) - lateBefore;
const frames = clients.map(({ frames }) => frames);
const lags = total(clients, 'lags');
const lost = clients.filter(({ closed }) => closed).length;

console.log(`CPU of the service: ${(((after.cpu - before.cpu) / passed) * 100).toFixed(1)} % of one core`);
console.log(`memory (RSS): ${(after.rss / 2 ** 20).toFixed(0)} MiB`);
console.log(`frames per client: ${Math.min(...frames)}–${Math.max(...frames)} in ${passed.toFixed(1)} s`);
for (const coding of new Set(clients.map((one) => one.coding))) {
  const some = clients.filter((one) => one.coding === coding);
  const [bytes, seen] = [total(some, 'wire'), total(some, 'frames')];
  const minute = ((bytes / some.length / passed) * 60) / 1024;
  console.log(
    `${some.length} clients, ${coding}: ${Math.round(bytes / seen)} bytes a frame on the wire, ${minute.toFixed(0)} KiB a minute each`,
  );
}
console.log(`lag events: ${lags}; clients cut although they read: ${lost}`);
console.log(`another request meanwhile: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms`);
console.log(
  `timers of the service came late by ${((late / passed) * 1000).toFixed(1)} ms a second altogether`,
);

const limit = performance.now() + 300_000;
while (!stuck.closed && performance.now() < limit) await sleep(500);
console.log(
  stuck.closed
    ? `the client that never reads was cut ${((performance.now() - stuck.from) / 1000).toFixed(0)} s after it came`
    : 'the client that never reads was NOT cut within five minutes',
);
const lostLater = clients.filter(({ closed }) => closed).length;

const asked = performance.now();
service.kill('SIGTERM');
const [code] = await once(service, 'exit');
const ending = performance.now() - asked;
await sleep(200);
const orderly = clients.filter(({ complete }) => complete).length;
console.log(
  `ended in ${ending.toFixed(0)} ms with exit code ${code}; ${orderly} streams ended in good order`,
);
process.exit(
  orderly === count && lags === 0 && lostLater === 0 && stuck.closed && ending < 1_000 && code === 0 ? 0 : 1,
);

function total(some, what) {
  return some.reduce((sum, one) => sum + one[what], 0);
}

function at(share) {
  return waits[Math.min(waits.length - 1, Math.floor(waits.length * share))].toFixed(1);
}

/** How long requests took, in order, ms. */
async function probed() {
  const [waits] = await once(
    new Worker(new URL(import.meta.url), { workerData: { url, seconds } }),
    'message',
  );
  return waits.sort((a, b) => a - b);
}

/** Asks again and again, in a thread of its own. */
async function asking({ url, seconds }) {
  const waits = [];
  const from = performance.now();
  while (performance.now() - from < seconds * 1000) {
    const asked = performance.now();
    await (await fetch(`${url}/stats/cpu`)).arrayBuffer();
    waits.push(performance.now() - asked);
    await sleep(50);
  }
  return waits;
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** By how much the service's timers have come late so far, seconds. */
async function latenessOf() {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^sysmon_eventloop_lag_seconds_total (\S+)/m.exec(text)?.[1]);
}

async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const [, found] = /Server listening at (http:[^"]+)/.exec(line) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error('the service ended before it listened');
}

function client(isCoded) {
  const coding = isCoded ? 'gzip' : 'identity';
  const state = { coding, frames: 0, lags: 0, wire: 0, closed: false, complete: false };
  const query = given.only === undefined ? '' : `&only=${given.only}`;
  state.opened = new Promise((/** @type {(value?: undefined) => void} */ resolve, reject) => {
    const options = { agent, headers: { 'accept-encoding': coding } };
    const request = get(`${url}/stats/stream?interval=1s${query}`, options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      if ((response.headers['content-encoding'] ?? 'identity') !== coding)
        reject(new Error('another coding'));
      response.on('data', ({ length }) => (state.wire += length));
      const body = isCoded ? response.pipe(createGunzip()) : response;
      body.on('data', (bytes) => {
        if (bytes.includes('event: lag')) state.lags += 1;
        if (bytes.includes('id: ')) state.frames += 1;
        resolve();
      });
      body.on('end', () => (state.complete = response.complete));
      for (const end of ['close', 'error']) body.on(end, () => (state.closed = true));
    });
    request.on('error', reject);
  });
  return state;
}

async function never() {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const state = { closed: false, from: performance.now() };
  await once(socket, 'connect');
  socket.pause();
  socket.write('GET /stats/stream?interval=100ms HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const watch = setInterval(() => {
    // Without reading, the end is only seen in the kernel's table of connections.
    state.closed = !established(socket.localPort);
    if (state.closed) clearInterval(watch);
  }, 500);
  return state;
}

/** Whether the service still holds its end of the connection to this port. */
function established(port) {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .some((line) => {
      const [, , remote = '', state] = line.trim().split(/\s+/);
      return remote.endsWith(wanted) && state === '01';
    });
}

function cost() {
  const fields = readFileSync(`/proc/${service.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpu: ticks / 100, rss: Number(fields[21]) * 4096 };
}
