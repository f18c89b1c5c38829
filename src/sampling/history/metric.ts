/** What the series of a metric are of. */
export type SeriesKind = 'machine' | 'gpu' | 'device' | 'interface' | 'file_system' | 'model';

/** A metric that history keeps. `R` is the reading it is taken from. */
export interface HistoryMetric<R> {
  /** A dotted path that begins with the domain: `cpu.usage_percent`. */
  metric: string;
  unit: string;
  /** How many decimals its values are shown with. */
  decimals: number;
  /** What it is, in a sentence. */
  description: string;
  kind: SeriesKind;
  /**
   * Its values in a reading: one, of null, for the machine, else one for each thing, of its name (a GPU's id). A value
   * of null is a gap.
   */
  values: (reading: R) => Iterable<readonly [instance: string | null, value: number | null]>;
}

/** What a GPU tells of the energy it used: a counter in joules, or the power it draws in watts. */
export interface EnergySample {
  gpu: string;
  /** Which of its counters `joules` is; null where it has one alone. */
  sensor: string | null;
  joules: number | null;
  watts: number | null;
  /** More than it can draw, W. */
  mostWatts: number;
}
