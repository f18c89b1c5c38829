/**
 * A thousand clients of `/stats/stream`, each with a frame of everything once a second.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { pause, quantile } from '../measure/numbers.mjs';
import { pinned } from '../measure/processors.mjs';
import { memoryOf, processorOf } from '../measure/tree-cost.mjs';
import { ours } from '../servers/start.mjs';

const probe = new URL('../measure/loop-delay.mjs', import.meta.url).href;
const program = new URL('../load/streams.mjs', import.meta.url);

export async function streams({ form, machines, say }) {
  const machine = machines.library ?? machines.ollama;
  const clients = form === 'shortest' ? 20 : 1000;
  const seconds = { full: 30, quick: 5, shortest: 2 }[form];
  const server = await ours(
    { ...machine.settings, SYSMON_STREAMS: '2000' },
    { nodeArgs: ['--import', probe], channel: true },
  );
  const crowd = fork(program, pinned('client'));
  try {
    const { port, headers } = server;
    crowd.send({ open: clients, port, headers, path: '/stats/stream?interval=1s' });
    const [{ wrong }] = await once(crowd, 'message');
    if (wrong > 0) throw new Error(`${wrong} of ${clients} streams were refused`);
    await pause(2_000);
    server.child.send('reset');
    const before = processorOf(server.pid);
    const began = performance.now();
    crowd.send({ seconds });
    const counting = once(crowd, 'message');
    const waits = await asked(server, seconds);
    const [seen] = await counting;
    const share = ((processorOf(server.pid) - before) / (performance.now() - began)) * 100_000;
    server.child.send('read');
    const [late] = await once(server.child, 'message');
    if (seen.cut > 0) throw new Error(`${seen.cut} streams were cut although they read`);
    const found = { share, late, memory: memoryOf(server.pid), ...seen };
    return shown(found, waits, { machine, clients, seconds, say });
  } finally {
    crowd.disconnect();
    await server.close();
  }
}

/** How long another client waits, fifty times a second. */
async function asked({ port, headers }, seconds) {
  const agent = new Agent({ keepAlive: true });
  const waits = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; await pause(20)) {
    const began = performance.now();
    const [answer] = await once(
      get({ host: '127.0.0.1', port, path: '/stats/cpu', headers, agent }),
      'response',
    );
    await once(answer.resume(), 'end');
    waits.push(performance.now() - began);
  }
  agent.destroy();
  return waits;
}

function shown({ share, late, memory, least, most, bytes }, waits, { machine, clients, seconds, say }) {
  const p99 = quantile(waits, 0.99);
  const kib = (bytes / clients / Math.max(1, most) / 1024).toFixed(1);
  say(
    `${clients} streams: ${share.toFixed(1)} % of a core, loop late p99 ${late.p99.toFixed(1)} ms, another request p99 ${p99.toFixed(1)} ms`,
  );
  return {
    title: 'Streams',
    notes: [
      `${clients} clients of \`/stats/stream\` for ${seconds} s, ${machine.name}. The delay of the event loop is measured in the service, by a module that the benchmark loads into it (a timer of 5 ms); the other request is \`/stats/cpu\` fifty times a second.`,
    ],
    tables: [
      {
        columns: ['what', 'median', '99 %', 'greatest'],
        rows: [
          ['event loop late by, ms', late.p50.toFixed(1), late.p99.toFixed(1), late.max.toFixed(1)],
          [
            'another request, ms',
            quantile(waits, 0.5).toFixed(1),
            p99.toFixed(1),
            Math.max(...waits).toFixed(1),
          ],
        ],
      },
      {
        columns: ['what', 'found'],
        rows: [
          ['share of a core, with helpers', `${share.toFixed(1)} %`],
          ['memory with helpers', `RSS ${memory.rssAll.toFixed(0)}, PSS ${memory.pssAll.toFixed(0)} MiB`],
          ['frames a client', least === most ? most : `${least} to ${most}`],
          ['a frame on the wire', `${kib} KiB`],
        ],
      },
    ],
    aims: [
      { what: `${clients} streams: event loop late, p99 ms`, found: late.p99, most: 10, digits: 1 },
      { what: `${clients} streams: share of a core, %`, found: share, most: 15, digits: 1 },
      { what: `${clients} streams: another request, p99 ms`, found: p99, most: 20, digits: 1 },
    ],
    raw: { share, late, memory, least, most, bytes, p99 },
  };
}
