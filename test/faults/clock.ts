import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rowsOf } from '../helpers/history/life.js';
import { load } from './load.js';
import { faultyService, paths, type Faulty } from './trial.js';

const code = join(import.meta.dirname, '../../../test/fixtures/clock/shift.c');
const [second, minute, day] = [1_000, 60_000, 86_400_000];
/** How long the finest spans of the file are, ms. */
const step = 15 * second;

/** What became of a service whose wall clock jumps, by what it is judged by. */
export interface ClockOutcome {
  statuses: Map<number, number>;
  /** Rows of the file that were there before, and of those how many were lost. */
  rows: number;
  lost: number;
  /** Rows of times at which the service did not run. */
  foreign: number;
  /** Spans of the second run that should have a value, and of those how many have none. */
  spans: number;
  empty: number;
  /** The least and the greatest rate that was shown, bytes a second, where 1 MB a second is sent. */
  rates: { least: number; greatest: number };
  /** The longest between two frames of a stream, ms, and whether their ids rose. */
  silence: number;
  idsRise: boolean;
}

/**
 * A service that has run for `seconds` is started again with a clock at 1970, which then becomes right, goes back by a
 * day, becomes right, goes forward by two days, and becomes right; it is so for `seconds` each time.
 */
export async function clockTrial(seconds: number): Promise<ClockOutcome> {
  const home = mkdtempSync(join(tmpdir(), 'clock-'));
  const [library, shift, history] = [join(home, 'shift.so'), join(home, 'shift'), join(home, 'history.db')];
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, code]);
  const set = (ms: number) => writeInPlace(shift, String(ms));
  const environment = { LD_PRELOAD: library, CLOCK_SHIFT: shift, SYSMON_HISTORY_FILE: history };
  try {
    set(0);
    const began = Date.now();
    const first = await faultyService(environment);
    await load(first.url, paths, 20, pause(seconds * second))
      .finally(first.end)
      .finally(first.close);
    const rows = await rowsOf(history);
    set(5 * second - Date.now());
    const service = await faultyService(environment);
    try {
      const again = Date.now();
      const judged = { rates: sentAtOneMegabyte(service), frames: follow(service) };
      const going = jumps(set, seconds);
      const { statuses } = await load(
        service.url,
        [...paths, '/stats/history?metric=memory.percent'],
        20,
        going,
      );
      const values = await shown(service, again + 2 * step, Date.now() - 2 * step);
      const rates = await judged.rates();
      const frames = await judged.frames();
      await service.end();
      const after = await rowsOf(history);
      return {
        statuses,
        rows: rows.length,
        lost: rows.filter((row) => !after.includes(row)).length,
        foreign: after.filter((row) => !isWithin(row, began, Date.now())).length,
        spans: values.length,
        empty: values.filter((value) => value === null).length,
        rates: { least: Math.min(...rates), greatest: Math.max(...rates) },
        ...frames,
      };
    } finally {
      await service.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function jumps(set: (ms: number) => void, seconds: number): Promise<void> {
  for (const error of [null, 0, -day, 0, 2 * day, 0]) {
    if (error !== null) set(error);
    await pause(seconds * second);
  }
}

/** Has an interface send 1 MB a second, and asks for its rate; what the answer gives is all that was told. */
function sentAtOneMegabyte({ folder, url }: Faulty): () => Promise<number[]> {
  const rates: number[] = [];
  const began = performance.now();
  let isOver = false;
  const going = (async () => {
    while (!isOver) {
      const sent = Math.round((performance.now() - began) * 1_000) + 2_000;
      const line = `  eth0:    1000       1    0    0    0     0          0         0 ${sent}       1    0    0    0     0       0          0`;
      writeInPlace(join(folder, 'proc/1/net/dev'), `Inter-|\n face |\n${line}\n`);
      const { sent_bytes_per_second: rate } = (await (await fetch(`${url}/stats/network`)).json()) as {
        sent_bytes_per_second?: number | null;
      };
      // The first spans begin before it does.
      if (typeof rate === 'number' && performance.now() - began > 5 * second) rates.push(rate);
      await pause(50);
    }
  })();
  return async () => {
    isOver = true;
    await going;
    return rates;
  };
}

/** Follows a stream; what the answer gives is how long it was silent at most, and whether its ids rose. */
function follow({ url }: Faulty): () => Promise<Pick<ClockOutcome, 'silence' | 'idsRise'>> {
  const leave = new AbortController();
  const ids: number[] = [];
  let [last, silence] = [performance.now(), 0];
  const going = (async () => {
    const { body } = await fetch(`${url}/stats/stream`, { signal: leave.signal });
    for await (const chunk of body ?? []) {
      const found = Buffer.from(chunk)
        .toString('latin1')
        .matchAll(/^id: (\d+)$/gm);
      for (const [, id] of found) {
        ids.push(Number(id));
        silence = Math.max(silence, performance.now() - last);
        last = performance.now();
      }
    }
  })();
  return async () => {
    silence = Math.max(silence, performance.now() - last);
    leave.abort();
    await going.catch((thrown: unknown) => {
      if (!leave.signal.aborted) throw thrown;
    });
    return { silence, idsRise: ids.length > 1 && ids.every((id, place) => id > (ids[place - 1] ?? 0)) };
  };
}

async function shown({ url }: Faulty, from: number, to: number): Promise<(number | null)[]> {
  const query = `from=${Math.round(from / second)}&to=${Math.round(to / second)}&step=15s`;
  const answer = await fetch(`${url}/stats/history?metric=memory.percent&${query}`);
  const { series } = (await answer.json()) as { series: { avg: (number | null)[] }[] };
  return series[0]?.avg ?? [null];
}

/** Whether a row as `rowsOf` gives it lies between two instants. */
function isWithin(row: string, from: number, to: number): boolean {
  const [tier, bucket] = row.split(' ').map(Number);
  const span = tier === 1 ? step : 5 * minute;
  return (bucket ?? NaN) * span > from - span && (bucket ?? NaN) * span <= to;
}

/** Nobody finds half of it. */
function writeInPlace(path: string, text: string): void {
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}
