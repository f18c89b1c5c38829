/**
 * What a process and all it has started cost, as Linux tells it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { descendants } from '../../dist/test/faults/cost.js';

const tick = 0.01;

/** Seconds of processor of the process and everything below it, children that have ended included. */
export function processorOf(pid) {
  return [pid, ...descendants(pid)].reduce((sum, one) => sum + ofOne(one), 0);
}

/** MiB of memory: resident and proportional, of the process itself and of everything with it. */
export function memoryOf(pid) {
  const own = rollup(pid);
  const all = [own, ...descendants(pid).map(rollup)];
  const sum = (what) => all.reduce((total, one) => total + one[what], 0);
  return { rss: own.rss, pss: own.pss, rssAll: sum('rss'), pssAll: sum('pss'), processes: all.length };
}

/**
 * Times of a process are told in whole ticks, those of its threads in nanoseconds, but without the threads that have
 * ended: neither is ever more than it was.
 */
function ofOne(pid) {
  const fields = textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ').slice(11, 15).map(Number) ?? [];
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields;
  const threads = namesIn(`/proc/${pid}/task`).map((task) =>
    Number(textOf(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0]),
  );
  const running = threads.reduce((sum, nanoseconds) => sum + nanoseconds / 1e9, 0);
  return Math.max((user + system) * tick, running) + (childUser + childSystem) * tick;
}

function rollup(pid) {
  const text = textOf(`/proc/${pid}/smaps_rollup`);
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return { rss: of('Rss'), pss: of('Pss') };
}

/** Empty where the process has just ended. */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    return ended(thrown, '');
  }
}

function namesIn(path) {
  try {
    return readdirSync(path);
  } catch (thrown) {
    return ended(thrown, []);
  }
}

function ended(thrown, nothing) {
  if (['ENOENT', 'ESRCH'].includes(thrown.code)) return nothing;
  throw thrown;
}
