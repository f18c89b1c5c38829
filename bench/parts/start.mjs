/**
 * The start: processor time until the service says that it is ready, and how long until the first answer of /stats.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, pause, spread } from '../measure/numbers.mjs';
import { processorOf } from '../measure/tree-cost.mjs';
import { bare, ours } from '../servers/start.mjs';

export async function start({ form, machines, folder, say }) {
  const runs = { full: 5, quick: 3, shortest: 1 }[form];
  const file = join(folder, 'ready.json');
  const body = { type: 'application/json', body: JSON.stringify('x'.repeat(6_000)) };
  writeFileSync(file, JSON.stringify({ '/health/ready': body, '/stats': body }));
  const keys = form === 'full' ? Object.keys(machines) : ['none'];
  const rows = [];
  for (const key of keys) {
    const machine = machines[key];
    const pairs = [];
    for (let run = 0; run < runs; run += 1) {
      const own = await once(() => ours(machine.settings, { pin: false }));
      pairs.push({ own, other: await once(() => bare(file, { pin: false })) });
    }
    const row = rowOf(machine.name, pairs);
    rows.push(row);
    const { cpu, own } = row;
    say(
      `${machine.name}: ${spread(own.cpu)} s of processor, ${spread(cpu)} × bare; /stats after ${spread(own.stats)} s`,
    );
  }
  return {
    title: 'Start',
    notes: [`${runs} starts of each in turn. Bare Fastify has one route for each and nothing to read.`],
    tables: [
      {
        columns: [
          'machine',
          'CPU until ready × bare',
          'CPU s',
          'bare',
          'ready after s',
          'first /stats after s',
          'bare',
        ],
        rows: rows.map(({ machine, cpu, own, other }) => [
          ...[machine, spread(cpu), spread(own.cpu), spread(other.cpu)],
          ...[spread(own.ready), spread(own.stats), spread(other.stats)],
        ]),
      },
    ],
    aims: rows.flatMap(({ machine, cpu, own }) => [
      {
        what: `${machine}: CPU until ready beside bare Fastify`,
        found: median(cpu),
        shown: spread(cpu),
        most: 2,
      },
      {
        what: `${machine}: first answer of /stats, s`,
        found: median(own.stats),
        shown: spread(own.stats),
        most: 0.6,
      },
    ]),
    raw: rows,
  };
}

function rowOf(machine, pairs) {
  const of = (side) =>
    Object.fromEntries(
      ['cpu', 'ready', 'stats'].map((what) => [what, pairs.map((pair) => pair[side][what])]),
    );
  return {
    machine,
    cpu: pairs.map(({ own, other }) => own.cpu / other.cpu),
    own: of('own'),
    other: of('other'),
  };
}

async function once(begin) {
  const server = await begin();
  try {
    await answered(server, '/health/ready');
    const ready = (performance.now() - server.began) / 1000;
    const cpu = processorOf(server.pid);
    await answered(server, '/stats');
    return { cpu, ready, stats: (performance.now() - server.began) / 1000 };
  } finally {
    await server.close();
  }
}

async function answered({ port, headers }, path) {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(10)) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
  }
  throw new Error(`${path} did not answer with 200 within 30 s`);
}
