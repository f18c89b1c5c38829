import type { EnergyRecord } from '../host/history/store.js';
import type { EnergySample } from './history/metric.js';

interface Meter extends EnergyRecord {
  /** The counter when this process first read it. */
  firstCounter: number | null;
  watts: number | null;
  /** When it was last read, ms of the monotonic clock. */
  at: number;
  /** The greatest total ever shown. */
  shown: number;
  /** When it began, ms of the monotonic clock, while it is not certain what time that was; else null. */
  undatedAt: number | null;
}

/** Between two readings further apart, ms, nobody knows what the card drew. */
const longestGap = 200_000;

/** The energy every GPU used: from its own counter where it has one, else from its power over the time that passed. */
export class Energy {
  readonly #meters = new Map<string, Meter>();
  /** Totals as they are safe from a loss of the process, by GPU; null where nothing is kept. */
  #safe: Map<string, number> | null;

  /** `kept`: totals are kept over restarts, and none is shown that could be lost. */
  constructor(stored: boolean) {
    this.#safe = stored ? new Map() : null;
  }

  /** Takes a reading; `at` is of the monotonic clock, `epoch` since 1970, both in ms, the latter perhaps not certain. */
  add({ gpu, joules, watts }: EnergySample, at: number, epoch: number, isCertain = true): void {
    const meter = this.#meters.get(gpu);
    if (meter === undefined) {
      if (joules === null && watts === null) return;
      const began = { gpu, joules: 0, counter: joules, firstCounter: joules, since: epoch };
      this.#meters.set(gpu, { ...began, watts, at, shown: 0, undatedAt: isCertain ? null : at });
      return;
    }
    if (isCertain && meter.undatedAt !== null) {
      meter.since = epoch - (at - meter.undatedAt);
      meter.undatedAt = null;
    }
    if (joules !== null) {
      if (meter.counter !== null) meter.joules += counted(meter.counter, joules);
      meter.counter = joules;
      meter.firstCounter ??= joules;
    } else if (
      watts !== null &&
      meter.watts !== null &&
      meter.counter === null &&
      at - meter.at <= longestGap
    ) {
      meter.joules += (((watts + meter.watts) / 2) * (at - meter.at)) / 1000;
    }
    meter.watts = watts;
    meter.at = at;
  }

  /** What a card has used since its meter began, joules; null when it is not known yet. Never falls. */
  total(gpu: string): number | null {
    const meter = this.#meters.get(gpu);
    if (meter === undefined) return null;
    const total = this.#safe === null ? meter.joules : this.#safe.get(gpu);
    if (total === undefined) return null;
    meter.shown = Math.max(meter.shown, total);
    return meter.shown;
  }

  /** What is to be kept: of meters of which it is certain when they began. */
  keepable(): EnergyRecord[] {
    return this.records().filter(({ gpu }) => this.#meters.get(gpu)?.undatedAt === null);
  }

  /** What every card has used. */
  records(): EnergyRecord[] {
    return [...this.#meters.values()].map(({ gpu, joules, counter, since }) => ({
      gpu,
      joules,
      counter,
      since,
    }));
  }

  /** Goes on from what was kept: what the card's counter has counted meanwhile is part of it. */
  restore({ gpu, joules, counter, since }: EnergyRecord): void {
    const meter = this.#meters.get(gpu);
    if (meter === undefined) {
      const asStored = { gpu, joules, counter, since, firstCounter: counter };
      this.#meters.set(gpu, { ...asStored, watts: null, at: -Infinity, shown: 0, undatedAt: null });
      return;
    }
    const meanwhile =
      counter === null || meter.firstCounter === null ? 0 : counted(counter, meter.firstCounter);
    meter.joules += joules + meanwhile;
    meter.since = meter.undatedAt === null ? Math.min(meter.since, since) : since;
    meter.undatedAt = null;
  }

  /** These have been kept. */
  stored(records: readonly EnergyRecord[]): void {
    this.#safe = new Map(records.map(({ gpu, joules }) => [gpu, joules]));
  }

  /** Nothing can be kept: what is known is shown, though it may be lost. */
  notStored(): void {
    this.#safe = null;
  }
}

/** A counter that fell began again at 0, when the driver was loaded anew. */
function counted(before: number, now: number): number {
  return now >= before ? now - before : now;
}
