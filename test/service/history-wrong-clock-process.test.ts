import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { historyFile } from '../../src/host/history/file.js';
import { Helper } from '../../src/host/helper/helper.js';
import type { methods } from '../../src/host/helper/history/methods.js';
import { columnsOf } from '../../src/sampling/history/columns.js';
import { ringsOf, Series } from '../../src/sampling/history/series.js';
import { endedBy, service } from '../helpers/service/program.js';

const step = 15_000;
const values = Array.from({ length: 20 }, (_, place) => place + 1);

/** A module that Node loads before the program: the wall clock is wrong by what a file says, ms. */
const shift = (path: string) => `
  import { readFileSync } from 'node:fs';
  const right = Date.now;
  Date.now = () => right() + Number(readFileSync(${JSON.stringify(path)}, 'utf8'));
`;

function clockOf(t: Test) {
  const home = mkdtempSync(join(tmpdir(), 'history-clock-'));
  t.teardown(() => rmSync(home, { recursive: true, force: true }));
  const [error, module, history] = ['error', 'shift.mjs', 'history.db'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(module, shift(error));
  const set = (ms: number) => writeFileSync(error, String(ms));
  return { set, history, nodeArgs: ['--import', pathToFileURL(module).href] };
}

/** A history file with a value for each of so many spans that end five minutes ago; gives when the first began. */
async function writtenFile(path: string): Promise<number> {
  const first = Math.floor((Date.now() - 300_000) / step) - values.length;
  const series = new Series('memory.percent', null, ringsOf(86_400_000));
  values.forEach((value, place) =>
    series.tiers[1]?.add(first + place, { min: value, avg: value, max: value }),
  );
  const buckets = values.map((_, place) => columnsOf([series], 1, first + place, () => 1));
  const store = historyFile(
    () => new Helper<typeof methods>('historyFile', { PATH: process.env['PATH'] ?? '' }),
    path,
  );
  await store.open();
  const unknown = { counter: null, sensor: null, countedAt: null };
  const energy = [{ gpu: 'GPU-1', joules: 7_200_000, ...unknown, since: 1_700_000_000_000 }];
  await store.write({
    series: [{ id: 1, metric: 'memory.percent', instance: null }],
    buckets,
    energy,
    limits: [],
  });
  await store.close();
  return first * step;
}

async function body(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What the service shows of the spans of the file. */
async function shown(url: string, from: number): Promise<(number | null)[] | undefined> {
  const query = `from=${from / 1_000}&to=${(from + values.length * step) / 1_000}&step=15s`;
  const { series } = (await body(`${url}/stats/history?metric=memory.percent&${query}`)) as {
    series: { avg: (number | null)[] }[];
  };
  return series[0]?.avg;
}

for (const [how, error] of [
  ['at 1970', 5_000 - Date.now()],
  ['half an hour behind', -1_800_000],
  ['two days ahead', 172_800_000],
] as const) {
  t.test(
    `the whole process, its clock ${how} for four seconds at the start`,
    { timeout: 90_000 },
    async (t) => {
      const { set, history, nodeArgs } = clockOf(t);
      const from = await writtenFile(history);
      const environment = { SYSMON_HISTORY_FILE: history };
      set(error);
      const wrong = await service(t, ['--port', '0'], environment, nodeArgs);
      const until = performance.now() + 4_000;
      while (performance.now() < until) {
        await body(`${wrong.url}/stats?only=memory`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      set(0);
      t.strictSame(await shown(wrong.url, from), values, 'all is shown once the clock is right');
      const { energy } = (await body(`${wrong.url}/stats/history/metrics`)) as { energy: unknown[] };
      t.match(energy, [
        { gpu: 'GPU-1', energy_watt_hours: 2_000, first_seen_at: '2023-11-14T22:13:20.000Z' },
      ]);
      t.equal((await endedBy(wrong.child, 'SIGTERM')).code, 0);
      const right = await service(t, ['--port', '0'], environment, nodeArgs);
      while (typeof (await shown(right.url, from))?.[0] !== 'number')
        await new Promise((resolve) => setTimeout(resolve, 50));
      t.strictSame(await shown(right.url, from), values, 'and after a restart');
      t.equal((await endedBy(right.child, 'SIGTERM')).code, 0);
    },
  );
}
