/**
 * Latency and throughput: this service and bare Fastify with the same bodies in turn (ours, bare, bare, ours), so that
 * what else the machine does falls on both; then those that measure at every request.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loader } from '../load/loader.mjs';
import { median, pause, spread } from '../measure/numbers.mjs';
import { pairs } from '../measure/pairs.mjs';
import { placement } from '../measure/processors.mjs';
import { bare, flask, keyHeader, naive, ours } from '../servers/start.mjs';

const routes = {
  shortest: ['/stats/memory'],
  quick: ['/stats', '/stats/memory', '/stats/summary', '/metrics'],
  full: [
    ...['/stats', '/stats/summary', '/stats/cpu', '/stats/memory', '/stats/disk', '/stats/network'],
    ...[
      '/stats/gpu',
      '/stats/gpu/nvidia',
      '/stats/ollama',
      '/stats/host',
      '/stats/sensors',
      '/stats/processes',
    ],
    '/metrics',
  ],
};

export async function latency({ form, machines, folder, yardstick, say }) {
  const machine = machines.library ?? machines.ollama;
  const paths = routes[form];
  const counts = form === 'full' ? [1, 10, 100, 1000] : [10];
  const plan = { full: [2, 0.75], quick: [2, 0.25], shortest: [1, 0.1] }[form];
  const client = loader();
  const own = await ours(machine.settings);
  /** @type {{ close: () => Promise<void> }[]} */
  const open = [own];
  try {
    const bodies = await bodiesOf(own, paths);
    const file = join(folder, 'bodies.json');
    writeFileSync(file, JSON.stringify(bodies));
    const other = await bare(file);
    open.push(other);
    const rows = [];
    for (const connections of counts) {
      for (const path of paths) {
        const found = await pairs(client, { own, other, path, connections, plan });
        const row = { path, connections, bytes: bodies[path].body.length, ...found };
        rows.push(row);
        say(line(row));
      }
    }
    return shown(
      rows,
      form !== 'full' ? [] : await askingAtRequest({ client, yardstick, machine, own, say, open }),
    );
  } finally {
    client.close();
    for (const one of open) await one.close();
  }
}

/** What the service answers, after its first readings of everything. */
async function bodiesOf({ port, headers }, paths) {
  const bodies = {};
  for (let turn = 0; turn < 2; turn += 1) {
    for (const path of paths) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      if (answer.status !== 200) throw new Error(`${path} answered with ${answer.status}`);
      bodies[path] = { type: answer.headers.get('content-type'), body: await answer.text() };
    }
    await pause(1_200);
  }
  return bodies;
}

/** The servers that measure when they are asked; one round each, for they are slower by orders of magnitude. */
async function askingAtRequest({ client, yardstick, machine, own, say, open }) {
  /** @type {[string, () => Promise<import('../servers/start.mjs').Server>][]} */
  const others = [['naive systeminformation', () => naive()]];
  if (yardstick !== null) others.push(['Flask', () => flask(yardstick, machine.environment)]);
  const rows = [];
  const measure = async (name, { port, headers }) => {
    const seen = await client.round({ port, path: '/stats', headers, connections: 10, seconds: 2 });
    rows.push([
      name,
      seen.perSecond.toFixed(seen.perSecond < 100 ? 1 : 0),
      seen.p50.toFixed(1),
      seen.p99.toFixed(1),
    ]);
    say(`/stats × 10, ${rows.at(-1).join(', ')}`);
  };
  await measure('this service', own);
  for (const [name, start] of others) {
    const server = await start();
    open.push(server);
    await measure(name, server);
  }
  return rows;
}

function line({ path, connections, ratio, ours: own, bare: other, clientBusy }) {
  const figures = `${own.perSecond.toFixed(0)} to ${other.perSecond.toFixed(0)} requests/s, ratio ${spread(ratio)}`;
  return `${path} × ${connections}: ${figures}; client ${(clientBusy * 100).toFixed(0)} % busy`;
}

function shown(rows, others) {
  const table = rows.map(
    ({ path, connections, bytes, ratio, cpuRatio, p50Ratio, p99Ratio, ours: own, bare: other }) => [
      ...[path, connections, spread(ratio), spread(cpuRatio), spread(p50Ratio), spread(p99Ratio)],
      ...[own.perSecond.toFixed(0), other.perSecond.toFixed(0), own.cpu.toFixed(0), other.cpu.toFixed(0)],
      ...[
        own.p50.toFixed(2),
        other.p50.toFixed(2),
        own.p99.toFixed(2),
        other.p99.toFixed(2),
        (bytes / 1024).toFixed(1),
      ],
    ],
  );
  const aims = rows
    .filter(({ connections }) => connections === 10)
    .flatMap(({ path, ratio, p99Ratio }) => {
      const least = path === '/metrics' ? 0.95 : 0.85;
      const what = `${path}, 10 connections`;
      return [
        {
          what: `${what}: requests/s beside bare Fastify`,
          found: median(ratio),
          shown: spread(ratio),
          least,
        },
        {
          what: `${what}: p99 beside bare Fastify`,
          found: median(p99Ratio),
          shown: spread(p99Ratio),
          most: 1.3,
        },
      ];
    });
  const busiest = Math.max(...rows.map(({ clientBusy }) => clientBusy));
  return {
    title: 'Latency and throughput',
    notes: [
      `Ratios are this service beside bare Fastify with a constant body of the same size, medians of pairs of rounds, with the least and the greatest; ${placement}. The client was busy for ${(busiest * 100).toFixed(0)} % of a round at most: where it is near 100 %, requests/s tell of the client, and the ratio of processor time a request is the truer one.`,
    ],
    tables: [
      {
        columns: [
          ...[
            'route',
            'connections',
            'requests/s ×',
            'requests per CPU ×',
            'p50 ×',
            'p99 ×',
            'requests/s',
            'bare',
          ],
          ...['CPU µs/request', 'bare', 'p50 ms', 'bare', 'p99 ms', 'bare', 'KiB'],
        ],
        rows: table,
      },
      ...(others.length === 0
        ? []
        : [
            {
              name: '`/stats` at 10 connections',
              columns: ['server', 'requests/s', 'p50 ms', 'p99 ms'],
              rows: others,
            },
          ]),
    ],
    aims,
    raw: rows,
  };
}
