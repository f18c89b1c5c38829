import { Ring } from './ring.js';
import { Slots } from './slots.js';
import type { Spread } from './spread.js';
import { Tier, type Bucket } from './tier.js';

/** How long buckets are and how far back they reach, ms, from fine to coarse. The last reaches as far as is wished. */
const layout = [
  { step: 1_000, span: 1_800_000 },
  { step: 15_000, span: 43_200_000 },
  { step: 300_000, span: Infinity },
];

/** One metric (of one thing) over time, in tiers: a completed bucket of one is a part of a bucket of the next. */
export class Series {
  readonly metric: string;
  /** What it is of: the id of a GPU, the name of a device, …; null for the machine. */
  readonly instance: string | null;
  /** What tells it from all others. */
  readonly key: string;
  readonly tiers: readonly Tier[];
  /** When it was last measured, ms since 1970; of what is from a file the beginning of the newest bucket. */
  lastAt = -Infinity;

  /** `rings` of the history's tiers, which its series have in common. */
  constructor(metric: string, instance: string | null, rings: readonly Ring[]) {
    this.metric = metric;
    this.instance = instance;
    this.key = keyOf(metric, instance);
    this.tiers = rings.map((ring) => new Tier(ring));
  }

  /** Gives up its place in the rings. */
  leave(): void {
    for (const tier of this.tiers) tier.leave();
  }

  /** Adds a value measured at `epoch`. `touched` is told of every bucket of a tier that has changed. */
  add(epoch: number, value: number, touched: (tier: number, bucket: number) => void): void {
    this.lastAt = epoch;
    this.#give(0, epoch, { min: value, avg: value, max: value }, touched);
  }

  /** Puts back what was kept of a bucket before this process began; `now` is a bucket. */
  restore(index: number, bucket: number, stored: Spread & { count: number }, now: number): void {
    const tier = this.tiers[index];
    if (tier === undefined) return;
    tier.restore(bucket, stored, now);
    this.lastAt = Math.max(this.lastAt, bucket * tier.step);
  }

  /** Completes every bucket that has passed at `epoch`. */
  settle(epoch: number, touched: (tier: number, bucket: number) => void): void {
    this.tiers.forEach((tier, index) => {
      const completed = tier.close(tier.bucketOf(epoch));
      if (completed === null) return;
      touched(index, completed.bucket);
      this.#give(index + 1, completed.bucket * tier.step, completed, touched);
    });
  }

  #give(
    index: number,
    epoch: number,
    part: Omit<Bucket, 'bucket'>,
    touched: (tier: number, bucket: number) => void,
  ): void {
    const tier = this.tiers[index];
    if (tier === undefined) return;
    const bucket = tier.bucketOf(epoch);
    const completed = tier.add(bucket, part);
    touched(index, bucket);
    if (completed === null) return;
    touched(index, completed.bucket);
    this.#give(index + 1, completed.bucket * tier.step, completed, touched);
  }
}

/** What tells a series from all others. */
export function keyOf(metric: string, instance: string | null): string {
  return `${metric}\n${instance ?? ''}`;
}

/** The tiers of a history of `span` ms. */
export function tierSpans(span: number): { step: number; span: number }[] {
  return layout.map((tier) => ({ step: tier.step, span: Math.min(tier.span, span) }));
}

/** The rings of a history of `span` ms. */
export function ringsOf(span: number): Ring[] {
  return tierSpans(span).map((tier) => new Ring(tier.step, tier.span));
}

/** How many bytes the buckets of one series of a history of `span` ms take at most. */
export function seriesBytes(span: number): number {
  return ringsOf(span).reduce((sum, { slots }) => sum + Slots.bytes(slots), 0);
}
