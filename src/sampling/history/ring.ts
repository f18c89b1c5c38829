/** What has values in the slots of a ring. */
export interface Column {
  /** Forgets what is in a slot. */
  clear: (slot: number) => void;
}

/**
 * Which bucket each slot of a ring holds; all series of a tier have it in common. A slot keeps its bucket until another
 * one needs the place: a clock that is set, ahead or back, takes nothing with it.
 */
export class Ring {
  /** Length of a bucket, ms. */
  readonly step: number;
  readonly slots: number;
  /** How often the ring had gone round when a slot was taken: with its place that is the number of its bucket. */
  readonly #rounds: Int32Array;
  readonly #taken: Uint8Array;
  readonly #columns = new Set<Column>();

  /** `step` and `span` in ms. */
  constructor(step: number, span: number) {
    this.step = step;
    this.slots = Math.max(1, Math.ceil(span / step));
    this.#rounds = new Int32Array(this.slots);
    this.#taken = new Uint8Array(this.slots);
  }

  add(column: Column): void {
    this.#columns.add(column);
  }

  remove(column: Column): void {
    this.#columns.delete(column);
  }

  slotOf(bucket: number): number {
    return ((bucket % this.slots) + this.slots) % this.slots;
  }

  /** The bucket that a slot holds; null when none. */
  held(slot: number): number | null {
    if (this.#taken[slot] !== 1) return null;
    return (this.#rounds[slot] ?? 0) * this.slots + slot;
  }

  /** Gives a bucket its slot; what any series has there of another one is forgotten. */
  take(bucket: number): number {
    const slot = this.slotOf(bucket);
    if (this.held(slot) === bucket) return slot;
    for (const column of this.#columns) column.clear(slot);
    this.#rounds[slot] = Math.floor(bucket / this.slots);
    this.#taken[slot] = 1;
    return slot;
  }
}
