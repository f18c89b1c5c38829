import type { Clock } from '../../clock.js';
import { asFailure, Failure } from '../../failures.js';
import type {
  EnergyRecord,
  HistoryStore,
  StoredBucket,
  StoredChanges,
  StoredSeries,
} from '../../host/history/store.js';
import type { Energy } from '../energy.js';
import { columnsOf, spreadsOf } from './columns.js';
import type { History } from './history.js';
import type { Recorder } from './recorder.js';
import { keptTiers, Retention, type KeptTier } from './retention.js';
import type { Series } from './series.js';
import { isNear } from '../wall-clock.js';

/** How often what has changed is written, ms: so much is lost at most when the process is killed. */
export const flushInterval = 10_000;
/** How long a file that cannot be used is left alone, ms. */
const retryPause = 30_000;
/** So many buckets are written or read in one go. */
const portion = 200;
/** No bucket is so old; a clock may be before 1970. */
const beforeAll = Number.MIN_SAFE_INTEGER;

/** Keeps history in a store: reads it at the start, writes what has changed every ten seconds. */
export class HistoryKeeper {
  readonly #store: HistoryStore;
  readonly #history: History;
  readonly #recorder: Recorder;
  readonly #energy: Energy;
  readonly #clock: Clock;
  readonly #onChange: (failure: Failure | null) => void;
  readonly #onNotice: (notice: Failure) => void;
  readonly #retention = new Retention();
  #cancel: (() => void) | null = null;
  #fileId: string | null = null;
  #isOpen = false;
  /** Whether the file that was written is gone, so that one of the same content may lack what came after it. */
  #wasGone = false;
  #failure: Failure | null = null;
  #underWay: Promise<void> | null = null;
  #stopped = false;
  #ids = new Map<Series, number>();
  #nextId = 1;
  /** Where the clock stood when the file was last read, as `Recorder.distance`. */
  #readAt = NaN;

  /**
   * `onChange` is told when the file cannot be used, and with null when it can again; `onNotice` what was found damaged
   * in it, or of it, though it can be used.
   */
  constructor(parts: {
    store: HistoryStore;
    history: History;
    recorder: Recorder;
    energy: Energy;
    clock: Clock;
    onChange: (failure: Failure | null) => void;
    onNotice: (notice: Failure) => void;
  }) {
    this.#store = parts.store;
    this.#history = parts.history;
    this.#recorder = parts.recorder;
    this.#energy = parts.energy;
    this.#clock = parts.clock;
    this.#onChange = parts.onChange;
    this.#onNotice = parts.onNotice;
  }

  /** Why the file cannot be used just now; null when it can. */
  get failure() {
    return this.#failure;
  }

  start(): void {
    void this.#turn();
  }

  /** Writes what is left; a file that was in use and failed has one more chance, unless it hangs. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#underWay;
    this.#recorder.end();
    if (this.#fileId === null || this.#failure?.code === 'timeout') return;
    await this.#attempt(() => this.#writeAll());
    if (this.#failure === null) await this.#attempt(() => this.#store.close());
  }

  async #writeAll(): Promise<void> {
    if (!this.#isOpen) await this.#open();
    do await this.#flush();
    while (this.#stored().some(({ tier }) => this.#history.hasTouched(tier)));
  }

  async #turn(): Promise<void> {
    this.#underWay = this.#attempt(async () => {
      if (!this.#isOpen) await this.#open();
      await this.#flush();
    });
    try {
      await this.#underWay;
    } finally {
      this.#underWay = null;
    }
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
      this.#energy.notStored();
      const failure = asFailure(thrown);
      this.#wasGone ||= failure.code === 'absent';
      this.#tell(failure);
    }
  }

  #tell(failure: Failure | null): void {
    const isNews = failure?.message !== this.#failure?.message;
    this.#failure = failure;
    if (isNews) this.#onChange(failure);
  }

  async #open(): Promise<void> {
    const { id, notice, series, energy } = await this.#store.open();
    if (notice !== null) this.#onNotice(notice);
    this.#recorder.settle();
    if (id !== this.#fileId || this.#wasGone) await this.#takeOver(series, energy);
    this.#fileId = id;
    this.#wasGone = false;
    this.#isOpen = true;
  }

  /** A file that this process has not written to: what it holds comes before what is in memory. */
  async #takeOver(stored: StoredSeries[], energy: EnergyRecord[]): Promise<void> {
    const seriesOf = this.#storedSeries(stored);
    const damaged = await this.#read((kept, now) => {
      const { tier, bucket } = kept;
      const at = bucket * (this.#history.tiers[tier]?.step ?? 0);
      for (const { id, ...spread } of spreadsOf(kept)) seriesOf(id, at)?.restore(tier, bucket, spread, now);
    });
    if (damaged > 0) this.#onNotice(leftOut(damaged));
    // Totals are added to what was counted meanwhile, so a file must not be taken over twice.
    if (this.#fileId === null) for (const record of energy) this.#energy.restore(record);
    this.#nextId = Math.max(0, ...stored.map(({ id }) => id)) + 1;
    if (this.#fileId !== null) this.#touchAll();
  }

  /** A series of the file by its number; it is made with its first bucket, so that what is long gone takes no place. */
  #storedSeries(stored: StoredSeries[]): (id: number, epoch: number) => Series | null {
    const byId = new Map(stored.map((one) => [one.id, one]));
    const made = new Map<number, Series>();
    this.#ids = new Map();
    return (id, epoch) => {
      const known = made.get(id);
      if (known !== undefined && this.#history.has(known)) return known;
      const { metric, instance } = byId.get(id) ?? {};
      if (metric === undefined || instance === undefined) return null;
      const series = this.#history.seriesOf(metric, instance, epoch);
      if (series === null) return null;
      made.set(id, series);
      this.#ids.set(series, id);
      return series;
    };
  }

  /** When the clock was right to jump, the file may have of the time before what memory had to give a place away for. */
  async #readAgain(): Promise<void> {
    const byId = new Map([...this.#ids].map(([series, id]) => [id, series]));
    await this.#read((kept, now) => {
      const { tier, bucket } = kept;
      for (const { id, ...spread } of spreadsOf(kept)) byId.get(id)?.tiers[tier]?.fill(bucket, spread, now);
    });
  }

  /** Gives every kept bucket to `take`, with the bucket of now; says how many were damaged. */
  async #read(take: (stored: StoredBucket, now: number) => void): Promise<number> {
    const distance = this.#recorder.distance;
    let count = 0;
    for (const { tier, now } of this.#stored()) {
      for (let after: number | null = beforeAll; after !== null;) {
        const { buckets, damaged, last } = await this.#store.read(tier, after, portion);
        for (const one of buckets) take(one, now);
        count += damaged.length;
        after = last;
      }
    }
    this.#readAt = distance;
    return count;
  }

  #stored(): KeptTier[] {
    return keptTiers(this.#history.tiers, this.#recorder.now);
  }

  #touchAll(): void {
    for (const { tier, now, slots } of this.#stored()) {
      this.#history.touch(
        tier,
        Array.from({ length: slots }, (_, back) => now - back),
      );
    }
  }

  async #flush(): Promise<void> {
    this.#recorder.settle();
    if (!isNear(this.#recorder.distance, this.#readAt)) await this.#readAgain();
    const tiers = this.#stored();
    const taken = tiers.map(({ tier }) => [tier, this.#history.takeTouched(tier, portion)] as const);
    const limits = this.#retention.limits(tiers, this.#clock.monotonic(), this.#recorder.inStepFor);
    const energy = this.#energy.keepable();
    try {
      await this.#store.write({ ...this.#changes(taken), energy, limits });
      this.#energy.stored(energy);
    } catch (thrown) {
      for (const [tier, buckets] of taken) this.#history.touch(tier, buckets);
      throw thrown;
    }
  }

  /** A series gets its number with its first bucket; the numbers travel in the same go. */
  #changes(taken: (readonly [tier: number, buckets: number[]])[]): Pick<StoredChanges, 'series' | 'buckets'> {
    const all = this.#history.series;
    this.#ids = new Map(all.map((one) => [one, this.#ids.get(one) ?? this.#nextId++]));
    const idOf = (one: Series) => this.#ids.get(one) ?? 0;
    const buckets = taken.flatMap(([tier, list]) =>
      list.map((bucket) => columnsOf(all, tier, bucket, idOf)).filter(({ series }) => series.length > 0),
    );
    return {
      series: all.map((one) => ({ id: idOf(one), metric: one.metric, instance: one.instance })),
      buckets,
    };
  }
}

function leftOut(damaged: number): Failure {
  return new Failure('malformed', `${damaged} spans of the history file are damaged, and are left out`, {
    remedy: 'see to the disk; all the others are sound',
  });
}
