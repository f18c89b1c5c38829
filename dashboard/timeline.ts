/** Values over time as a plot takes them: null is a gap, undefined is a point to draw across. */
export type Column = (number | null | undefined)[];

/** Points that are no further apart than this, seconds, are one line: unwatched, the machine is read every 10 s. */
const joinable = 15;

/**
 * The values of several metrics on one time axis, in spans of `step` seconds, no longer than `span` seconds: seeded
 * with the past, continued by what comes in live, so that its size stays the same however long it runs.
 */
export class Timeline {
  readonly #step: number;
  readonly #span: number;
  #times: number[] = [];
  #columns = new Map<string, (number | null)[]>();
  /** Of the last span: sum and number of the values so far. */
  #last = new Map<string, { sum: number; count: number }>();

  constructor(step: number, span: number) {
    this.#step = step;
    this.#span = span;
  }

  /** Puts the past before everything that is known so far; what it overlaps of that is kept. */
  seed(times: readonly number[], columns: ReadonlyMap<string, readonly (number | null)[]>): void {
    const begin = this.#times[0] ?? Infinity;
    const older = times.filter((time) => time < begin);
    for (const name of columns.keys()) this.#columnOf(name);
    for (const [name, column] of this.#columns) {
      const past = columns.get(name);
      column.unshift(...older.map((_, index) => past?.[index] ?? null));
    }
    this.#times.unshift(...older);
    this.#forget();
  }

  /** Adds what was measured at `at`, seconds since 1970; several within one span make their mean. */
  add(at: number, values: ReadonlyMap<string, number | null>): void {
    const time = Math.floor(at / this.#step) * this.#step;
    const last = this.#times.at(-1) ?? -Infinity;
    if (time < last && last - time > this.#span) this.#clear();
    else if (time < last) return;
    if (time !== this.#times.at(-1)) this.#begin(time);
    for (const name of values.keys()) this.#columnOf(name);
    const place = this.#times.length - 1;
    for (const [name, column] of this.#columns) column[place] = this.#mean(name, values.get(name) ?? null);
  }

  /** The time axis and one column for each name, empty where nothing is known. */
  columns(names: readonly string[]): [number[], ...Column[]] {
    const nothing = () => this.#times.map(() => null);
    return [this.#times, ...names.map((name) => joined(this.#times, this.#columns.get(name) ?? nothing()))];
  }

  /** From where to where a plot of it reaches, seconds since 1970. */
  range(): [number, number] {
    const to = this.#times.at(-1) ?? 0;
    return [to - this.#span, to];
  }

  #begin(time: number): void {
    const last = this.#times.at(-1);
    if (last !== undefined && time - last > Math.max(joinable, this.#step)) this.#push(last + this.#step);
    this.#push(time);
    this.#last.clear();
    this.#forget();
  }

  #push(time: number): void {
    this.#times.push(time);
    for (const column of this.#columns.values()) column.push(null);
  }

  #mean(name: string, value: number | null): number | null {
    const { sum, count } = this.#last.get(name) ?? { sum: 0, count: 0 };
    const now = value === null ? { sum, count } : { sum: sum + value, count: count + 1 };
    this.#last.set(name, now);
    return now.count === 0 ? null : now.sum / now.count;
  }

  #columnOf(name: string): void {
    if (!this.#columns.has(name))
      this.#columns.set(
        name,
        this.#times.map(() => null),
      );
  }

  #forget(): void {
    const begin = (this.#times.at(-1) ?? 0) - this.#span;
    const old = this.#times.findIndex((time) => time >= begin);
    if (old <= 0) return;
    this.#times.splice(0, old);
    for (const column of this.#columns.values()) column.splice(0, old);
  }

  #clear(): void {
    this.#times = [];
    this.#columns.clear();
    this.#last.clear();
  }
}

/** The column with short gaps made points to draw across; longer ones stay gaps. */
export function joined(times: readonly number[], column: readonly (number | null)[]): Column {
  const drawn: Column = [...column];
  let before = -1;
  column.forEach((value, index) => {
    if (value === null) return;
    const apart = (times[index] ?? 0) - (times[before] ?? -Infinity);
    if (before >= 0 && apart <= joinable) drawn.fill(undefined, before + 1, index);
    before = index;
  });
  return drawn;
}
