/** What "now" means, ms: five seconds, and by how much a poll that is made each second may be late. */
const span = 5_500;
/** Two polls further apart than this say nothing about now, ms. */
const longestGap = 15_000;
/** How many points are kept. */
const capacity = 32;
/** What comes sooner after the point before is not kept, ms: so the points always reach over the whole span. */
const closest = 200;

/** The last points of a counter that grows, in arrays of fixed size, and how fast it grows now. */
export class RateWindow {
  readonly #times = new Float64Array(capacity);
  readonly #counts = new Float64Array(capacity);
  /** How many points there ever were. */
  #taken = 0;

  /** A value of the counter at a time in ms. */
  take(time: number, count: number): void {
    if (this.#taken > 0 && time - this.#timeOf(this.#taken - 1) < closest) return;
    this.#times[this.#taken % capacity] = time;
    this.#counts[this.#taken % capacity] = count;
    this.#taken += 1;
  }

  /**
   * Growth in a second: the slope of the regression over the points of the last five seconds, over the last two where
   * only one is as young. Null while there is but one.
   */
  rate(): number | null {
    const last = this.#taken - 1;
    const first = this.#firstOf(last);
    const points = last - first + 1;
    if (points < 2) return null;
    let [time, count] = [0, 0];
    for (let point = first; point <= last; point += 1) {
      time += this.#timeOf(point) / points;
      count += this.#countOf(point) / points;
    }
    let [together, squares] = [0, 0];
    for (let point = first; point <= last; point += 1) {
      const distance = this.#timeOf(point) - time;
      together += distance * (this.#countOf(point) - count);
      squares += distance * distance;
    }
    return (together / squares) * 1000;
  }

  /** The oldest point that counts. */
  #firstOf(last: number): number {
    const oldest = Math.max(0, this.#taken - capacity);
    let first = last;
    while (first > oldest && this.#timeOf(last) - this.#timeOf(first - 1) <= span) first -= 1;
    const isAlone = first === last && last > oldest;
    return isAlone && this.#timeOf(last) - this.#timeOf(last - 1) <= longestGap ? last - 1 : first;
  }

  #timeOf(point: number): number {
    return this.#times[point % capacity] ?? 0;
  }

  #countOf(point: number): number {
    return this.#counts[point % capacity] ?? 0;
  }
}
