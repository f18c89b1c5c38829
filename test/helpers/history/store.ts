import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { systemClock, type Clock } from '../../../src/clock.js';
import { Failure } from '../../../src/failures.js';
import { historyFile } from '../../../src/host/history/file.js';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from '../../../src/host/helper/history/methods.js';
import type { StoredBucket, StoredChanges } from '../../../src/host/history/store.js';

/** What a helper process inherits in tests. */
export const environment = { PATH: process.env['PATH'] ?? '' };

/** A folder that goes with the test. */
export function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'history-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Deadlines are for disks that hang; here a processor that others use must not look like one. */
const patientClock: Clock = {
  ...systemClock,
  setTimer: (delay, wake) => systemClock.setTimer(delay * 25, wake),
};

/** The real file, with helper processes of its own, which end with the test. */
export function store(t: Test, path: string, clock: Clock = patientClock) {
  const helpers: Helper<typeof methods>[] = [];
  const start = () => {
    const helper = new Helper<typeof methods>('historyFile', environment, { clock });
    helpers.push(helper);
    return helper;
  };
  const end = () => {
    for (const helper of helpers) helper.close();
  };
  t.teardown(end);
  const pid = () => helpers.at(-1)?.pid ?? null;
  return { ...historyFile(start, path), helper: { close: end, pid } };
}

/** A bucket in which so many series have one value. */
export function bucketWith(tier: number, bucket: number, value: number, count = 100): StoredBucket {
  return {
    ...{ tier, bucket },
    series: Uint32Array.from({ length: count }, (_, place) => place + 1),
    parts: new Uint32Array(count),
    spreads: new Float32Array(count * 3).fill(value),
  };
}

/** One write, all of which says `number`. */
export function changes(number: number, count = 100): StoredChanges {
  return {
    series: [{ id: 1, metric: 'cpu.usage_percent', instance: null }],
    buckets: [bucketWith(1, number, number % 256, count)],
    energy: [{ gpu: 'GPU-1', joules: number, counter: 5, sensor: 'card', countedAt: 9, since: 7 }],
    limits: [],
  };
}

/** Whether a bucket is as `changes` makes it. */
export function isWhole({ bucket, series, spreads }: StoredBucket, count = 100): boolean {
  return series.length === count && spreads.every((value) => value === bucket % 256);
}

/** The Failure that `pending` ends in. */
export async function failureOf(pending: Promise<unknown>): Promise<Failure> {
  const thrown = await pending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof Failure) return thrown;
  throw new Error(`no Failure: ${String(thrown)}`);
}

/** The helper of a process that was killed may live a moment longer. */
export async function openedSoon(reader: ReturnType<typeof store>) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await reader.open();
    } catch (thrown) {
      if (attempt === 20) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
