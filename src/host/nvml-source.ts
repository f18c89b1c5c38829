import type { Clock } from '../clock.js';
import { asFailure, Failure } from '../failures.js';
import { Helper } from './helper/helper.js';
import type { methods } from './helper/nvml.js';
import type { NvmlSnapshot, NvmlSource } from './nvml.js';

/** Without persistence mode a driver is loaded by the first to ask, which takes seconds with many cards. */
const openDeadline = 20_000;
/** How long a reading waits for that before it gives up, while the library goes on. */
const openPatience = 2_500;
const readDeadline = 1_000;
const idleSpan = 30_000;
const absentSpan = 60_000;
/** The old library stays loaded in its process; after an exchange of the driver only a new one finds the new. */
const mismatchSpan = 10_000;
const versionMismatch = 18;

/** What became of loading the library: its return code, or why there is none. */
type Opened = { code: number } | { failure: Failure };

/**
 * Asks NVML, the first of `places` that can be loaded, in a helper process. That lets go of the cards and ends when
 * nobody asked for half a minute, so that a laptop's card can sleep again.
 */
export class HelperNvml implements NvmlSource {
  readonly #places: readonly string[];
  readonly #environment: Record<string, string>;
  readonly #clock: Clock;
  #helper: Helper<typeof methods>;
  /** The process in which the library is initialised. */
  #openIn: number | null = null;
  #opening: { since: number; done: Promise<Opened> } | null = null;
  #absent: { until: number; failure: Failure } | null = null;
  #startedAt = 0;
  #reads = 0;
  #cancelIdle: () => void = () => undefined;

  constructor(places: readonly string[], environment: Record<string, string>, clock: Clock) {
    this.#places = places;
    this.#environment = environment;
    this.#clock = clock;
    this.#helper = this.#newHelper();
  }

  /** Id of the helper process while it runs, else null. */
  get pid(): number | null {
    return this.#helper.pid;
  }

  async read(only: readonly string[] | null): Promise<NvmlSnapshot> {
    if (this.#places.length === 0) throw new Failure('absent', 'NVML is not used here');
    if (this.#absent !== null && this.#clock.monotonic() < this.#absent.until) throw this.#absent.failure;
    this.#reads += 1;
    this.#cancelIdle();
    try {
      return await this.#read(only);
    } finally {
      this.#cancelIdle();
      this.#cancelIdle = this.#clock.setTimer(idleSpan, () => void this.#rest());
    }
  }

  close(): void {
    this.#cancelIdle();
    this.#helper.close();
  }

  async #read(only: readonly string[] | null): Promise<NvmlSnapshot> {
    if (this.#openIn === null || this.#openIn !== this.#helper.pid) await this.#open();
    const snapshot = await this.#helper.ask('read', [only], readDeadline);
    if (!snapshot.ok && snapshot.code === versionMismatch) this.#renewAfterMismatch();
    return snapshot;
  }

  async #open(): Promise<void> {
    this.#opening ??= { since: this.#clock.monotonic(), done: this.#opened() };
    const { since, done } = this.#opening;
    const opened = await this.#withPatience(since, done);
    if ('failure' in opened) throw opened.failure;
  }

  async #opened(): Promise<Opened> {
    try {
      this.#startedAt = this.#clock.monotonic();
      const code = await this.#helper.ask('open', [this.#places, process.pid], openDeadline);
      this.#openIn = this.#helper.pid;
      return { code };
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === 'absent') this.#keepAbsent(failure);
      return { failure };
    } finally {
      this.#opening = null;
    }
  }

  #withPatience(since: number, done: Promise<Opened>): Promise<Opened> {
    const patience = Math.max(0, openPatience - (this.#clock.monotonic() - since));
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(patience, () => {
        const message = 'NVML is not ready yet: the driver takes long to start, or hangs';
        resolve({ failure: new Failure('timeout', message) });
      });
      void done.then((opened) => {
        cancel();
        resolve(opened);
      });
    });
  }

  /** A library that is not there is looked for again now and then, and needs no process meanwhile. */
  #keepAbsent(failure: Failure): void {
    this.#absent = { until: this.#clock.monotonic() + absentSpan, failure };
    this.#renew();
  }

  #renewAfterMismatch(): void {
    if (this.#clock.monotonic() - this.#startedAt >= mismatchSpan) this.#renew();
  }

  async #rest(): Promise<void> {
    const before = this.#reads;
    if (this.#helper.pid === null) return;
    // When it does not answer, it has been killed for it, which lets go of the cards as well.
    const closed = await this.#helper.ask('close', [], readDeadline).then(
      () => true,
      () => false,
    );
    if (closed && this.#reads === before) this.#renew();
  }

  #renew(): void {
    this.#helper.close();
    this.#helper = this.#newHelper();
    this.#openIn = null;
  }

  #newHelper(): Helper<typeof methods> {
    return new Helper('nvml', this.#environment, { clock: this.#clock });
  }
}
