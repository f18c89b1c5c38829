/** A metric that history keeps. `R` is the reading it is taken from. */
export interface HistoryMetric<R> {
  /** A dotted path that begins with the domain: `cpu.usage_percent`. */
  metric: string;
  unit: string;
  /** What it is, in a sentence. */
  description: string;
  /** Its values in a reading: one, of null, or one for each GPU, of its id. A value of null is a gap. */
  values: (reading: R) => Iterable<readonly [gpu: string | null, value: number | null]>;
}

/** A metric of which there is one value in a reading. */
export function historyMetric<R>(
  metric: string,
  unit: string,
  description: string,
  value: (reading: R) => number | null,
): HistoryMetric<R> {
  return { metric, unit, description, values: (reading) => [[null, value(reading)]] };
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
