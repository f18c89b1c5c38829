import { historyFile } from '../../../src/host/history/file.js';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from '../../../src/host/helper/history/methods.js';
import type { HistoryStore } from '../../../src/host/history/store.js';
import { systemClock, type Clock } from '../../../src/clock.js';
import { recordedApp, type RecordedApp } from '../machines/recorded-app.js';
import { environment } from './store.js';

/** Any machine does that reads its memory; this one is read with the least work. */
const machine = 'linux-x64__vm-2-threads';
const second = 1_000;

/**
 * The real file behind its real helper process; `idle` resolves when nothing has been asked of it for a while, or what
 * is asked does not return. `pid` is of the helper.
 */
export function realStore(path: string, clock: Clock = systemClock) {
  const helpers: Helper<typeof methods>[] = [];
  const start = () => {
    const helper = new Helper<typeof methods>('historyFile', environment, { clock });
    helpers.push(helper);
    return helper;
  };
  const store = historyFile(start, path);
  let underWay = 0;
  let hangs = false;
  const counted = async <T>(requested: Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await requested;
    } finally {
      underWay -= 1;
    }
  };
  const watched: HistoryStore = {
    look: () => counted(store.look()),
    open: () => counted(store.open()),
    read: (...given) => counted(store.read(...given)),
    write: (changes) => counted(store.write(changes)),
    close: () => store.close(),
  };
  const idle = async () => {
    for (let quiet = 0; quiet < 20; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (underWay > 0 && !hangs) quiet = 0;
    }
  };
  const pid = () => helpers.at(-1)?.pid ?? null;
  const hang = (does: boolean) => (hangs = does);
  return { store: watched, idle, pid, hang };
}

/** A run of the service with its file; `pass` lets time pass in which nobody asks, so that the machine is read every ten seconds. */
export async function life(path: string, from: number, clockError = 0) {
  let clock: Clock = systemClock;
  // The helper's deadlines are of the machine's own time where a test makes them so.
  const { store, idle, pid, hang } = realStore(path, {
    ...systemClock,
    setTimer: (...given) => clock.setTimer(...given),
  });
  const service = await recordedApp(machine, {
    start: new Date(from).toISOString(),
    clockError,
    host: { historyStore: store },
  });
  await idle();
  const own = service.host.clock;
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10 * second) {
      await own.advance(Math.min(10 * second, ms - passed));
      await idle();
    }
  };
  const end = async () => {
    await own.until(service.app.close());
    await idle();
  };
  const byOwnClock = () => (clock = own);
  return { ...service, clock: own, pass, idle, end, pid, hang, byOwnClock };
}

interface History {
  at: string[];
  series: { metric: string; avg: (number | null)[] }[];
}

/** Every value between two instants, as `/stats/history` shows it. */
export async function shown({ get }: Pick<RecordedApp, 'get'>, from: number, to: number, step = '15s') {
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&step=${step}`;
  const { status, body } = await get(`/stats/history?metric=memory.percent&${range}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  const { at, series } = body as History;
  return series.flatMap(({ metric, avg }) => avg.map((value, place) => `${metric} ${at[place]} ${value}`));
}

/** Those of `shown` that are none. */
export function gaps(values: string[]): string[] {
  return values.filter((value) => value.endsWith('null'));
}

/** What `problems` of `/stats` says of history. */
export async function problems({ get }: Pick<RecordedApp, 'get'>): Promise<string[]> {
  const { body } = await get('/stats');
  const { problems } = body as { problems: { domain: string; detail: string }[] };
  return problems.filter(({ domain }) => domain === 'history').map(({ detail }) => detail);
}

/** The buckets of a file, as `tier bucket`. */
export async function rowsOf(path: string): Promise<string[]> {
  const { store } = realStore(path);
  await store.open();
  const rows: string[] = [];
  for (const tier of [1, 2]) {
    for (const { bucket } of (await store.read(tier, -1, 100_000)).buckets) rows.push(`${tier} ${bucket}`);
  }
  await store.close();
  return rows;
}
