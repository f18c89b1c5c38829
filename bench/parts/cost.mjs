/**
 * What a server takes of the machine while nobody asks, and while somebody asks for everything once a second: seconds
 * of processor a minute, and memory, with everything it has started.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measured } from '../measure/polled.mjs';
import { bare, flask, naive, ours } from '../servers/start.mjs';

const aims = {
  none: { idle: 0.06, polled: 0.3, memory: 60 },
  library: { idle: 0.12, polled: 0.4, memory: 80 },
  program: { idle: 0.12, polled: 0.5, memory: 80 },
};

/**
 * The servers that nobody asks, started: they tidy up after their start once they have had nothing to do for half a
 * minute, which a short form lets pass with its other parts.
 */
export async function startIdle(context) {
  const running = [];
  for (const one of kinds(context)) running.push({ ...one, isPolled: false, server: await one.start() });
  return running;
}

/** A server that nobody asks has collected what its start has left behind after so long, ms. */
const tidying = 28_000;

/** Seconds after which cards have been read once for history, as they are once a minute, and garbage is collected. */
const settled = 75;

export async function cost(context) {
  const { form, say, idle = [] } = context;
  // All together where time is short: they take a few per cent of a processor, and waiting for one is not counted.
  if (form === 'shortest')
    return shown(await measured(kinds(context), { idle, warm: 1, seconds: 1, say }), 1);
  if (form === 'quick') {
    const warm = Math.max(
      10,
      ...idle.map(({ server }) => (server.began + tidying - performance.now()) / 1000),
    );
    return shown(await measured(kinds(context), { idle, warm, seconds: 20, say }), 20);
  }
  const rows = [];
  for (const key of Object.keys(context.machines)) {
    const batch = kinds(context).filter((one) => one.key === key);
    const idle = await startIdle({ ...context, machines: { [key]: context.machines[key] } });
    rows.push(...(await measured(batch, { idle, warm: settled, seconds: 60, say })));
  }
  return shown(rows, 60);
}

/** What is measured, on which machine. */
function kinds({ form, machines, folder, yardstick }) {
  const keys = Object.keys(machines).filter(
    (key) => (form === 'full' || key !== 'ollama') && (form !== 'shortest' || key === 'none'),
  );
  return keys.flatMap((key) => {
    const machine = machines[key];
    const of = (name, start) => ({ key, name, machine, start });
    const found = [of('this service', () => ours(machine.settings, { pin: false }))];
    if (key === 'none') {
      found.push(of('bare Fastify', () => bare(constantBody(folder), { pin: false })));
      found.push(of('naive systeminformation', () => naive({ pin: false })));
    }
    // It asks nvidia-smi whatever else there is.
    if (yardstick !== null && key !== 'library')
      found.push(of('Flask', () => flask(yardstick, machine.environment, { pin: false })));
    return found;
  });
}

function constantBody(folder) {
  const file = join(folder, 'body.json');
  const body = JSON.stringify('x'.repeat(6_000));
  writeFileSync(file, JSON.stringify({ '/stats': { type: 'application/json', body } }));
  return file;
}

function shown(rows, seconds) {
  const pair = (name, key) => {
    const [idle, polled] = [false, true].map((isPolled) =>
      rows.find((row) => row.name === name && row.key === key && row.isPolled === isPolled),
    );
    return { idle, polled };
  };
  const compared = [...new Set(rows.map(({ name, key }) => JSON.stringify([name, key])))].map((one) =>
    JSON.parse(one),
  );
  const flasks = pair('Flask', 'none').polled;
  const table = compared.map(([name, key]) => {
    const { idle, polled } = pair(name, key);
    return [
      ...[name, polled.machine, flasks === undefined ? '' : (polled.perMinute / flasks.perMinute).toFixed(2)],
      ...[
        idle.perMinute.toFixed(2),
        polled.perMinute.toFixed(2),
        polled.rss.toFixed(0),
        polled.pss.toFixed(0),
      ],
      ...[polled.rssAll.toFixed(0), polled.pssAll.toFixed(0), polled.processes],
    ];
  });
  return {
    title: 'Processor and memory',
    notes: [
      `Measured for ${seconds} s, children counted; polled is \`GET /stats\` once a second over a kept connection. Memory is that while polled: of the main process, and with all it has started. The first column is the polled cost beside Flask's on a machine without GPU. The stand-ins for NVIDIA's library and program cost next to nothing; a real driver's time comes on top, for every monitor.`,
    ],
    tables: [
      {
        columns: [
          ...['server', 'machine', 'polled × Flask', 'idle s/min', 'polled s/min', 'RSS MiB', 'PSS MiB'],
          ...['RSS with helpers', 'PSS with helpers', 'processes'],
        ],
        rows: table,
      },
    ],
    aims: aimsOf(pair, seconds < 60),
    raw: rows,
  };
}

/** In less than a minute the cards are not read for history by those that nobody asks. */
function aimsOf(pair, isShort) {
  return Object.entries(aims).flatMap(([key, { idle, polled, memory }]) => {
    const found = pair('this service', key);
    if (found.polled === undefined) return [];
    const of = (what) => `${found.polled.machine}: ${what}`;
    return [
      { what: of('polled once a second, s/min'), found: found.polled.perMinute, most: polled },
      {
        what: of(isShort && key !== 'none' ? 'idle, without history, s/min' : 'idle, s/min'),
        found: found.idle.perMinute,
        most: idle,
      },
      { what: of('PSS with helpers, MiB'), found: found.polled.pssAll, most: memory, digits: 0 },
      { what: of('PSS of the main process, MiB'), found: found.polled.pss, most: 45, digits: 0 },
      { what: of('RSS of the main process, MiB'), found: found.polled.rss, most: 85, digits: 0 },
    ];
  });
}
