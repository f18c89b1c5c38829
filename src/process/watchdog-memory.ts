/**
 * What the process and its watchdog share, for neither can ask the other: the one may stand still, and the other waits
 * in a thread of its own. Whole numbers, one a place, and the text of what is being read.
 */
export class WatchdogMemory {
  readonly #numbers: Int32Array;
  readonly #text: Uint8Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(size)) {
    this.#numbers = new Int32Array(buffer, 0, place.text);
    this.#text = new Uint8Array(buffer, place.text * 4);
  }

  /** How long the event loop may stand, ms. */
  get limit(): number {
    return this.#numbers[place.limit] ?? 0;
  }

  set limit(ms: number) {
    this.#numbers[place.limit] = ms;
  }

  /** The event loop runs, and means to do so again within `ms`; Infinity when nothing is due. */
  beat(ms: number): void {
    Atomics.store(this.#numbers, place.next, Number.isFinite(ms) ? Math.min(Math.ceil(ms), longest) : never);
    Atomics.add(this.#numbers, place.beats, 1);
  }

  /** How often it has run, and when it means to do so again, ms after the last time; null when nothing is due. */
  get pulse(): { beats: number; next: number | null } {
    const next = Atomics.load(this.#numbers, place.next);
    return { beats: Atomics.load(this.#numbers, place.beats), next: next === never ? null : next };
  }

  /** Remembers what is read from now on; what is not ASCII, and too long, is cut. Called for every file: no more. */
  begin(what: string): void {
    const length = Math.min(what.length, this.#text.length);
    for (let index = 0; index < length; index += 1) this.#text[index] = what.charCodeAt(index);
    this.#numbers[place.length] = length;
  }

  end(): void {
    this.#numbers[place.length] = 0;
  }

  /** What is being read; null where it is nothing that waits for the machine. */
  get reading(): string | null {
    const length = Atomics.load(this.#numbers, place.length);
    return length === 0 ? null : String.fromCharCode(...this.#text.subarray(0, length));
  }

  /** Lets `ms` pass, or less once `stop` was called. True when it was. */
  wait(ms: number): boolean {
    return Atomics.wait(this.#numbers, place.stop, 0, ms) !== 'timed-out';
  }

  stop(): void {
    Atomics.store(this.#numbers, place.stop, 1);
    Atomics.notify(this.#numbers, place.stop);
  }
}

const place = { beats: 0, next: 1, length: 2, stop: 3, limit: 4, text: 5 };
const size = place.text * 4 + 256;
const never = -1;
const longest = 2 ** 31 - 1;
