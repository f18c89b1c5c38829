/**
 * The client of the benchmarks, a process of its own: keeps connections open and on each asks again as soon as the
 * answer is whole. It reads no more of an answer than its length and status, so that it costs less than a server does.
 * Told by messages of its parent what to do (`bench/load/loader.mjs`).
 */
import { once } from 'node:events';
import { connect } from 'node:net';

/** @type {Map<string, Connection[]>} */
const pools = new Map();

process.on('message', (order) => {
  round(/** @type {Round} */ (order)).then(
    (seen) => process.send?.({ seen }),
    (thrown) => process.send?.({ thrown: String(thrown) }),
  );
});
process.on('disconnect', () => process.exit());

/** @typedef {{ port: number, path: string, headers: Record<string, string>, connections: number, seconds: number }} Round */

/** @param {Round} order */
async function round({ port, path, headers, connections, seconds }) {
  const pool = await poolOf(port, connections);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join('')}\r\n`);
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  const until = from + seconds * 1000;
  await Promise.all(pool.map((one) => one.run(request, until)));
  const took = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpuBefore);
  const waits = pool.flatMap((one) => one.waits).sort((one, other) => one - other);
  const statuses = {};
  for (const { status } of pool) statuses[status] = (statuses[status] ?? 0) + 1;
  const at = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))];
  return {
    requests: waits.length,
    perSecond: waits.length / took,
    ...{ took, p50: at(0.5), p99: at(0.99), max: at(1) },
    statuses,
    clientBusy: (used.user + used.system) / 1e6 / took,
  };
}

async function poolOf(port, connections) {
  const name = `${port} ${connections}`;
  let pool = pools.get(name)?.filter((one) => !one.isClosed) ?? [];
  // In groups, or the backlog of a server that is busy overflows.
  while (pool.length < connections) {
    const missing = Math.min(100, connections - pool.length);
    pool = [...pool, ...(await Promise.all(Array.from({ length: missing }, () => opened(port))))];
  }
  pools.set(name, pool);
  return pool;
}

async function opened(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return new Connection(socket);
}

class Connection {
  /** Of the last round: how long answers took, ms. */
  waits = [];
  /** Of the last answer; the first that is not 200 stays. */
  status = 200;
  isClosed = false;
  #socket;
  #request = Buffer.alloc(0);
  #until = 0;
  #asked = 0;
  /** @type {number | null} bytes of the answer that are still to come; null before its header has been read */
  #left = null;
  #header = Buffer.alloc(0);
  /** @type {(thrown?: Error) => void} */
  #done = () => undefined;

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', (thrown) => this.#done(thrown));
    socket.on('close', () => {
      this.isClosed = true;
      this.#done(new Error('the server closed a connection'));
    });
  }

  run(request, until) {
    this.waits = [];
    this.status = 200;
    this.#request = request;
    this.#until = until;
    return new Promise((resolve, reject) => {
      this.#done = (thrown) => (thrown === undefined ? resolve(undefined) : reject(thrown));
      this.#ask();
    });
  }

  #ask() {
    this.#asked = performance.now();
    this.#socket.write(this.#request);
  }

  #take(bytes) {
    if (this.#left === null) {
      const all = this.#header.length === 0 ? bytes : Buffer.concat([this.#header, bytes]);
      const end = all.indexOf('\r\n\r\n');
      this.#header = all;
      if (end < 0) return;
      this.#left = this.#lengthIn(all.latin1Slice(0, end)) - (all.length - end - 4);
      this.#header = Buffer.alloc(0);
    } else this.#left -= bytes.length;
    if (this.#left > 0) return;
    this.#left = null;
    const now = performance.now();
    this.waits.push(now - this.#asked);
    if (now < this.#until) this.#ask();
    else this.#done(undefined);
  }

  /** The length of the body, by a header whose status is kept. */
  #lengthIn(text) {
    if (this.status === 200) this.status = Number(text.slice(9, 12));
    const at = text.search(/\r\ncontent-length: /i);
    if (at < 0) throw new Error(`an answer without content-length:\n${text}`);
    return Number.parseInt(text.slice(at + 18), 10);
  }
}
