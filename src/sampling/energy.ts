import type { EnergyRecord } from '../host/history/store.js';
import { counterOf, jumpOver, meterOf, used, type Meter } from './energy-meter.js';
import type { EnergySample } from './history/metric.js';

/**
 * The energy every GPU used: from its own counter where it has one, else from its power over the time that passed. A
 * counter that cannot be read or stands still while the card draws power is bridged by its power; one that jumps
 * further than the card can have drawn, or another one in its place, begins anew and adds nothing.
 */
export class Energy {
  readonly #meters = new Map<string, Meter>();
  /** Totals as they are safe from a loss of the process, by GPU; null where nothing is kept. */
  #safe: Map<string, number> | null;

  /** `kept`: totals are kept over restarts, and none is shown that could be lost. */
  constructor(stored: boolean) {
    this.#safe = stored ? new Map() : null;
  }

  /** Takes a reading; `at` is of the monotonic clock, `epoch` since 1970, both in ms, the latter perhaps not certain. */
  add(sample: EnergySample, at: number, epoch: number, isCertain = true): void {
    const { gpu, joules, watts } = sample;
    const now = { at, epoch: isCertain ? epoch : null };
    const meter = this.#meters.get(gpu);
    if (meter === undefined) {
      if (joules === null && watts === null) return;
      const began = { gpu, joules: 0, ...counterOf(sample, now), since: epoch };
      const undatedAt = isCertain ? null : at;
      this.#meters.set(gpu, {
        ...meterOf(began),
        watts,
        mostWatts: sample.mostWatts,
        readAt: at,
        movedAt: at,
        undatedAt,
      });
      return;
    }
    if (isCertain && meter.undatedAt !== null) {
      meter.since = epoch - (at - meter.undatedAt);
      meter.undatedAt = null;
    }
    meter.joules += used(meter, sample, now);
    meter.watts = watts;
    meter.readAt = at;
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

  /** What every card has used. Of a counter whose growth power has bridged, the growth is in the total already. */
  records(): EnergyRecord[] {
    return [...this.#meters.values()].map(({ gpu, joules, counter, sensor, countedAt, since, bridged }) => ({
      ...{ gpu, joules, since, sensor, countedAt },
      counter: bridged > 0 ? null : counter,
    }));
  }

  /** Goes on from what was kept: what the card's counter has counted meanwhile is part of it. */
  restore(record: EnergyRecord): void {
    const meter = this.#meters.get(record.gpu);
    if (meter === undefined) {
      this.#meters.set(record.gpu, meterOf(record));
      return;
    }
    meter.joules += record.joules + jumpOver(record, meter);
    meter.since = meter.undatedAt === null ? Math.min(meter.since, record.since) : record.since;
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
