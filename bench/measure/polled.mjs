import { Agent, get } from 'node:http';
import { pause } from './numbers.mjs';
import { memoryOf, processorOf } from './tree-cost.mjs';

/** Starts these and asks each of them once a second, beside the `idle` ones; ends all. */
export async function measured(batch, { idle = /** @type {any[]} */ ([]), warm, seconds, say }) {
  const running = [...idle];
  try {
    for (const one of batch) running.push({ ...one, isPolled: true, server: await one.start() });
    const pollers = running.filter(({ isPolled }) => isPolled).map(poller);
    say(`${running.length} servers run; ${warm.toFixed(0)} s to warm up, ${seconds} s measured`);
    await pause(warm * 1000);
    const before = running.map(({ server }) => memoryOf(server.pid));
    const slices = await processorBySlice(running, seconds);
    const rows = running.map(({ key, name, machine, isPolled, server }, place) => {
      const memory = memoryOf(server.pid);
      return {
        ...{ key, name, machine: machine.name, isPolled, ...memory },
        ...perMinute(slices[place], seconds < 60 && memory.pss < before[place].pss * 0.85),
      };
    });
    const failed = pollers.map((one) => one.end()).flat();
    if (failed.length > 0) throw new Error(`polled in vain: ${[...new Set(failed)].join('; ')}`);
    for (const row of rows) say(line(row));
    return rows;
  } finally {
    for (const { server } of running) await server.close();
  }
}

/** Seconds of processor a minute that each took in each tenth of the time. */
async function processorBySlice(running, seconds) {
  const taken = running.map(() => /** @type {number[]} */ ([]));
  let before = running.map(({ server }) => processorOf(server.pid));
  let began = performance.now();
  for (let slice = 0; slice < 10; slice += 1) {
    await pause(seconds * 100);
    const now = performance.now();
    const after = running.map(({ server }) => processorOf(server.pid));
    for (const [place, of] of taken.entries())
      of.push(((after[place] - before[place]) / (now - began)) * 60_000);
    [before, began] = [after, now];
  }
  return taken;
}

/**
 * Once after its start a server collects what that has left behind. Where that fell into a short time, the two tenths in
 * which most was done count as the third.
 */
function perMinute(slices, hasTidied) {
  const third = [...slices].sort((one, other) => other - one)[2];
  const counted = slices.map((one) => (hasTidied ? Math.min(one, third) : one));
  return { perMinute: counted.reduce((sum, one) => sum + one, 0) / counted.length, hasTidied };
}

/** Asks once a second over a kept connection, each at a moment of its own. */
function poller({ name, machine, server, paths = ['/stats'] }, place) {
  const agent = new Agent({ keepAlive: true });
  const failed = [];
  const under = new Set();
  const ask = () => {
    for (const path of paths) askFor(path);
  };
  const askFor = (path) => {
    const asked = get(
      { host: '127.0.0.1', port: server.port, path, headers: server.headers, agent },
      (answer) => {
        if (answer.statusCode !== 200) failed.push(`${name}, ${machine.name}: ${answer.statusCode}`);
        answer.resume().on('close', () => under.delete(asked));
      },
    );
    under.add(asked);
    // Asked for no longer: the end of the measurement ends what is under way.
    asked.on(
      'error',
      ({ message }) => under.has(asked) && failed.push(`${name}, ${machine.name}: ${message}`),
    );
  };
  let timer = setTimeout(
    () => {
      timer = setInterval(ask, 1000);
      ask();
    },
    (place * 137) % 1000,
  );
  const end = () => {
    clearInterval(timer);
    under.clear();
    agent.destroy();
    return failed;
  };
  return { end };
}

function line({ name, machine, isPolled, perMinute, pss, pssAll, hasTidied }) {
  const way = `${isPolled ? 'polled' : 'idle'}${hasTidied ? ' (without the collection of garbage after its start)' : ''}`;
  return `${name}, ${machine}, ${way}: ${perMinute.toFixed(2)} s/min, PSS ${pss.toFixed(0)} MiB, with helpers ${pssAll.toFixed(0)}`;
}
