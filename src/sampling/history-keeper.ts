import type { Clock } from '../clock.js';
import { asFailure, type Failure } from '../failures.js';
import type { EnergyRecord, HistoryStore, KeptChanges, KeptSeries } from '../host/history-store.js';
import type { Energy } from './energy.js';
import { encodeBucket, restoreBucket } from './history-blob.js';
import type { History } from './history.js';
import type { Series } from './history-series.js';

/** How often what has changed is written, ms: so much is lost at most when the process is killed. */
export const flushInterval = 10_000;
/** How long a file that cannot be used is left alone, ms. */
const retryPause = 30_000;
/** So many buckets are written or read in one go. */
const portion = 200;

/** Keeps history in a store: reads it at the start, writes what has changed every ten seconds. */
export class HistoryKeeper {
  readonly #store: HistoryStore;
  readonly #history: History;
  readonly #energy: Energy;
  readonly #clock: Clock;
  readonly #onChange: (failure: Failure | null) => void;
  #cancel: (() => void) | null = null;
  #fileId: string | null = null;
  #isOpen = false;
  #failure: Failure | null = null;
  #underWay: Promise<void> | null = null;
  #stopped = false;
  #ids = new Map<Series, number>();
  #nextId = 1;

  /** `onChange` is told when the file cannot be used, and with null when it can again. */
  constructor(parts: {
    store: HistoryStore;
    history: History;
    energy: Energy;
    clock: Clock;
    onChange: (failure: Failure | null) => void;
  }) {
    this.#store = parts.store;
    this.#history = parts.history;
    this.#energy = parts.energy;
    this.#clock = parts.clock;
    this.#onChange = parts.onChange;
  }

  /** Why the file cannot be used just now; null when it can. */
  get failure(): Failure | null {
    return this.#failure;
  }

  start(): void {
    void this.#turn();
  }

  /** Writes what is left. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#underWay;
    if (this.#isOpen) await this.#attempt(() => this.#flush());
    await this.#attempt(() => this.#store.close());
  }

  async #turn(): Promise<void> {
    this.#underWay = this.#attempt(async () => {
      if (!this.#isOpen) await this.#open();
      await this.#flush();
    });
    await this.#underWay;
    this.#underWay = null;
    if (this.#stopped) return;
    this.#cancel = this.#clock.setTimer(
      this.#failure === null ? flushInterval : retryPause,
      () => void this.#turn(),
    );
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#tell(null);
    } catch (thrown) {
      this.#isOpen = false;
      this.#energy.notKept();
      this.#tell(asFailure(thrown));
    }
  }

  #tell(failure: Failure | null): void {
    const isNews = failure?.message !== this.#failure?.message;
    this.#failure = failure;
    if (isNews) this.#onChange(failure);
  }

  async #open(): Promise<void> {
    const { id, series, energy } = await this.#store.open();
    if (id !== this.#fileId) await this.#takeOver(series, energy);
    this.#fileId = id;
    this.#isOpen = true;
  }

  /** A file that this process has not written to: what it holds comes before what is in memory. */
  async #takeOver(kept: KeptSeries[], energy: EnergyRecord[]): Promise<void> {
    const byId = new Map(kept.map(({ id, metric, gpu }) => [id, this.#history.seriesOf(metric, gpu)]));
    for (const [tier] of this.#kept()) await this.#restore(tier, (id) => byId.get(id) ?? null);
    // Totals are added to what was counted meanwhile, so a file must not be taken over twice.
    if (this.#fileId === null) for (const record of energy) this.#energy.restore(record);
    this.#ids = new Map([...byId].flatMap(([id, series]) => (series === null ? [] : [[series, id]])));
    this.#nextId = Math.max(0, ...byId.keys()) + 1;
    if (this.#fileId !== null) this.#touchAll();
  }

  async #restore(tier: number, byId: (id: number) => Series | null): Promise<void> {
    const step = this.#history.tiers[tier]?.step ?? 1;
    const newest = Math.floor(this.#clock.epoch() / step);
    let after = -1;
    for (;;) {
      const buckets = await this.#store.read(tier, after, portion);
      for (const one of buckets) if (one.bucket <= newest) restoreBucket(one, byId);
      after = buckets.at(-1)?.bucket ?? after;
      if (buckets.length < portion) return;
    }
  }

  /** The tiers that are kept, all but the finest, with the bucket of now. */
  #kept(): [tier: number, now: number, slots: number][] {
    const epoch = this.#clock.epoch();
    return this.#history.tiers
      .map(({ step, span }, tier): [number, number, number] => [
        tier,
        Math.floor(epoch / step),
        Math.ceil(span / step),
      ])
      .slice(1);
  }

  #touchAll(): void {
    for (const [tier, now, slots] of this.#kept()) {
      this.#history.touch(
        tier,
        Array.from({ length: slots }, (_, back) => now - back),
      );
    }
  }

  async #flush(): Promise<void> {
    this.#history.settle(this.#clock.epoch());
    const kept = this.#kept();
    const taken = kept.map(([tier]) => [tier, this.#history.takeTouched(tier, portion)] as const);
    const energy = this.#energy.records();
    try {
      await this.#store.write({
        ...this.#changes(taken),
        energy,
        limits: kept.map(([tier, now, slots]) => ({ tier, oldest: now - slots + 1, newest: now })),
      });
      this.#energy.kept(energy);
    } catch (thrown) {
      for (const [tier, buckets] of taken) this.#history.touch(tier, buckets);
      throw thrown;
    }
  }

  /** A series gets its number with its first bucket; the numbers travel in the same go. */
  #changes(taken: (readonly [tier: number, buckets: number[]])[]): Pick<KeptChanges, 'series' | 'buckets'> {
    const all = this.#history.series;
    for (const one of all) if (!this.#ids.has(one)) this.#ids.set(one, this.#nextId++);
    const idOf = (one: Series) => this.#ids.get(one) ?? 0;
    const buckets = taken.flatMap(([tier, list]) =>
      list.map((bucket) => encodeBucket(all, tier, bucket, idOf)).filter(({ data }) => data.length > 0),
    );
    return { series: all.map((one) => ({ id: idOf(one), metric: one.metric, gpu: one.gpu })), buckets };
  }
}
