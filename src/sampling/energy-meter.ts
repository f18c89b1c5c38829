import type { EnergyRecord } from '../host/history/store.js';
import type { EnergySample } from './history/metric.js';

/** The energy one GPU used, and what is needed to go on counting. */
export interface Meter extends EnergyRecord {
  /** The counter when this process first read it. */
  first: Counter;
  watts: number | null;
  /** The most the card can draw, W. */
  mostWatts: number;
  /** When it was last read, ms of the monotonic clock. */
  readAt: number;
  /** When its counter was last seen to move, ms of the monotonic clock; null where that was in an earlier life. */
  movedAt: number | null;
  /** What power has added since then, joules: the counter counts that too, if it counts at all. */
  bridged: number;
  /** The greatest total ever shown. */
  shown: number;
  /** When it began, ms of the monotonic clock, while it is not certain what time that was; else null. */
  undatedAt: number | null;
}

type Counter = Pick<EnergyRecord, 'counter' | 'sensor' | 'countedAt'>;

/** A moment by both clocks, ms; `epoch` is null where it is not certain what time it is. */
interface Moment {
  at: number;
  epoch: number | null;
}

/** Between two readings further apart, ms, nobody knows what the card drew. */
const longestGap = 200_000;
/** More than any card draws, W: for one that has not been read in this life. */
const mostOfAny = 10_000;

/** What a sample tells of its counter. */
export function counterOf({ joules, sensor }: EnergySample, { epoch }: Moment): Counter {
  return { counter: joules, sensor, countedAt: joules === null ? null : epoch };
}

/** A meter that goes on from a record. */
export function meterOf(record: EnergyRecord): Meter {
  const { counter, sensor, countedAt } = record;
  const rest = { watts: null, readAt: -Infinity, movedAt: null, bridged: 0, shown: 0, undatedAt: null };
  return { ...record, first: { counter, sensor, countedAt }, mostWatts: mostOfAny, ...rest };
}

/**
 * What a card has used between its previous reading and this one, joules; the meter takes up its counter. Where that
 * cannot be read, or stands still while the card draws power, its power counts, until the counter moves again. One that
 * has grown by more than the card can have drawn, or another one, begins anew.
 */
export function used(meter: Meter, sample: EnergySample, now: Moment): number {
  meter.mostWatts = sample.mostWatts;
  const drawn = drawnBetween(meter, sample, now);
  const { joules, sensor } = sample;
  if (joules === null || (joules === meter.counter && sensor === meter.sensor)) {
    const bridge = joules !== null && sample.watts === 0 ? 0 : drawn;
    if (meter.counter !== null) meter.bridged += bridge;
    return bridge;
  }
  const step = growth(meter, { counter: joules, sensor }, mostBetween(meter, now));
  const { bridged } = meter;
  Object.assign(meter, counterOf(sample, now), { movedAt: now.at, bridged: 0 });
  return step === null ? drawn : Math.max(0, step - bridged);
}

/**
 * What a card has used between what was kept of it and the first reading of its meter in this life, joules. Where
 * another service has kept it while this one counted as well, less than nothing: what both have counted.
 */
export function jumpOver(kept: EnergyRecord, { first, mostWatts, joules }: Meter): number {
  const both = countedByBoth(kept, first);
  if (both !== null) return -Math.min(both, joules);
  const span = first.countedAt === null ? null : spanOf(kept.countedAt, first.countedAt);
  return growth(kept, first, mostIn(span, mostWatts)) ?? 0;
}

/** Null where what was kept is from before. */
function countedByBoth(kept: Counter, first: Counter): number | null {
  if (kept.counter === null || first.counter === null || kept.sensor !== first.sensor) return null;
  const isLater = kept.countedAt !== null && first.countedAt !== null && kept.countedAt > first.countedAt;
  return isLater && kept.counter > first.counter ? kept.counter - first.counter : null;
}

/** By power over the time that passed; 0 where that is not known. */
function drawnBetween(meter: Meter, { watts }: EnergySample, { at }: Moment): number {
  const passed = at - meter.readAt;
  if (watts === null || meter.watts === null || passed > longestGap) return 0;
  return (((watts + meter.watts) / 2) * passed) / 1000;
}

/** How much a counter has grown, joules; null where it is another one, or has grown by more than `most`. */
function growth(
  before: Pick<Counter, 'counter' | 'sensor'>,
  now: Pick<Counter, 'counter' | 'sensor'>,
  most: number,
): number | null {
  if (before.counter === null || now.counter === null || before.sensor !== now.sensor) return null;
  // A counter that fell began again at 0, when the driver was loaded anew.
  const step = now.counter >= before.counter ? now.counter - before.counter : now.counter;
  return step <= most ? step : null;
}

/** The most that a card can have used since its counter last moved, joules. */
function mostBetween({ movedAt, countedAt, mostWatts }: Meter, { at, epoch }: Moment): number {
  return mostIn(movedAt === null ? spanOf(countedAt, epoch) : at - movedAt, mostWatts);
}

/** Over a time that is not known there is no most. */
function mostIn(span: number | null, watts: number): number {
  return span === null ? Infinity : (span * watts) / 1000;
}

/** How long it is from one instant to a later one; null where that is not known, or the clock was set. */
function spanOf(from: number | null, to: number | null): number | null {
  return from === null || to === null || to <= from ? null : to - from;
}
