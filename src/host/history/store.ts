import type { Failure } from '../../failures.js';

/** A series as a history file knows it. */
export interface StoredSeries {
  id: number;
  metric: string;
  /** What it is of; null for the machine. */
  instance: string | null;
}

/** What all series have in one bucket of a tier; in columns, which pass from process to process at little cost. */
export interface StoredBucket {
  tier: number;
  bucket: number;
  /** The numbers of the series that have a value in it. */
  series: Uint32Array;
  /** Of how many values each is made, while the bucket is open; else 0. */
  parts: Uint32Array;
  /** The smallest, the mean and the greatest of each, one after the other. */
  spreads: Float32Array;
}

/** A portion of the buckets of a tier. */
export interface ReadSpans {
  buckets: StoredBucket[];
  /** Buckets whose content is not what was written. */
  damaged: number[];
  /** The last one of the portion; null when there are no more. */
  last: number | null;
}

/** What a GPU's energy meter must remember over restarts. */
export interface EnergyRecord {
  gpu: string;
  /** Used since the meter began, joules. */
  joules: number;
  /** The card's own counter as it was last read, joules; null where it has none. */
  counter: number | null;
  /** Which of its counters that is; null where a card has one alone. */
  sensor: string | null;
  /** When it was read, ms since 1970; null where that is not certain. */
  countedAt: number | null;
  /** When the meter began, ms since 1970. */
  since: number;
}

/** What is deleted of a tier. Nothing is for being newer than now: the clock may be wrong. */
export interface StoredLimits {
  tier: number;
  /** What lies before this bucket goes; null when nothing does. */
  oldest: number | null;
  /** Only so many buckets stay, those nearest to `around`; null when they are not counted this time. */
  most: { buckets: number; around: number } | null;
}

/** What is written in one go: all of it or nothing. */
export interface StoredChanges {
  series: StoredSeries[];
  buckets: StoredBucket[];
  energy: EnergyRecord[];
  limits: StoredLimits[];
}

/** What a history file says when it is opened. `id` is that of its content, whatever its name. */
export interface OpenedStore {
  id: string;
  /** What has happened to an earlier file that is to be known, though this one can be used; null when nothing has. */
  notice: Failure | null;
  series: StoredSeries[];
  energy: EnergyRecord[];
}

/** Where history outlives the process. Every method rejects with a Failure that says what is wrong with the file. */
export interface HistoryStore {
  /** Whether the file could be opened, as far as that is seen without touching it. */
  look(): Promise<void>;
  /** Opens the file, or makes it. */
  open(): Promise<OpenedStore>;
  /** Up to `most` buckets of a tier that come after `after`, in order. */
  read(tier: number, after: number, most: number): Promise<ReadSpans>;
  write(changes: StoredChanges): Promise<void>;
  close(): Promise<void>;
}
