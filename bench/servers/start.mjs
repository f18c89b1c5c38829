/**
 * The servers that are compared, each as a process of its own on a free port. What they print goes to /dev/null, as
 * under a supervisor that nobody reads; the end of their errors is kept.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { onProcessorOf } from '../measure/processors.mjs';

const own = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = own('../../dist/src/main.js');

/** @type {Set<import('node:child_process').ChildProcess>} those that run; none outlives this program */
const running = new Set();
process.on('exit', () => running.forEach((one) => one.kill('SIGKILL')));

/** How long a server may take to answer, ms. */
const patience = 30_000;

/** Keys that open the service. There are several, so that no round comes near the limit of one. */
const keys = Array.from({ length: 16 }, (_, place) => `bench-${place}-0123456789abcdef0123456789`);

/** The header of a key; another for each `turn`. */
export function keyHeader(turn = 0) {
  return { authorization: `Bearer ${keys[turn % keys.length]}` };
}

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {number} pid
 * @property {Record<string, string>} headers
 * @property {number} began when it was started, as performance.now()
 * @property {() => Promise<void>} close
 * @property {import('node:child_process').ChildProcess} child
 */

/** This service, on a machine given by its settings (`bench/machines`); with its limiter on, and keys. */
export function ours(settings = {}, /** @type {Options} */ { nodeArgs = [], ...options } = {}) {
  return started(() => [process.execPath, ...nodeArgs, program], {
    environment: (port) => ({
      SYSMON_PORT: String(port),
      SYSMON_API_KEYS: keys.map((key, place) => `bench-${place}:${key}`).join(','),
      SYSMON_RATE_LIMIT: '1000000',
      ...settings,
    }),
    headers: keyHeader(),
    ...options,
  });
}

/** Fastify alone with the bodies in this file. */
export function bare(bodies, options = {}) {
  return started((port) => [process.execPath, own('bare.mjs'), bodies, String(port)], options);
}

/** Fastify with systeminformation. */
export function naive(options = {}) {
  return started((port) => [process.execPath, own('naive.mjs'), String(port)], options);
}

/** Any application of Flask in a file, served as `flask run` does. */
export function flask({ file, python }, settings = {}, options = {}) {
  const command = (port) => [python, '-m', 'flask', '--app', file, 'run', '--port', String(port)];
  return started(command, { environment: () => ({ ...process.env, ...settings }), ...options });
}

/**
 * @typedef {object} Options
 * @property {(port: number) => Record<string, string | undefined>} [environment]
 * @property {Record<string, string>} [headers] those of a request
 * @property {boolean} [pin] whether it runs on the processor of servers alone
 * @property {boolean} [channel] whether it can be sent messages
 * @property {string[]} [nodeArgs] of this service alone
 */

/**
 * @param {(port: number) => string[]} command
 * @param {Options} options
 * @returns {Promise<Server>}
 */
async function started(
  command,
  { environment = (_port) => ({}), headers = {}, pin = true, channel = false } = {},
) {
  const port = await freePort();
  const words = command(port);
  const [file, ...args] = pin ? onProcessorOf('server', words) : words;
  const began = performance.now();
  const child = spawn(file, args, {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...environment(port) },
    stdio: ['ignore', 'ignore', 'pipe', ...(channel ? /** @type {const} */ (['ipc']) : [])],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (errors = `${errors}${text}`.slice(-4_000)));
  running.add(child);
  const exit = once(child, 'exit').finally(() => running.delete(child));
  const close = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exit;
    clearTimeout(timer);
  };
  const end = began + patience;
  while (!(await accepts(port))) {
    if (child.exitCode !== null)
      throw new Error(`${words.join(' ')} ended with ${child.exitCode}: ${errors}`);
    if (performance.now() > end) throw new Error(`${words.join(' ')} did not listen within ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { port, pid: child.pid ?? 0, headers, began, close, child };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
