import { within, type Clock } from '../../clock.js';
import { asFailure, Failure, systemErrorCode } from '../../failures.js';
import { answersForSome, NewStarts } from './new-starts.js';
import { NvmlProcess } from './process.js';
import type { NvmlSnapshot, NvmlSource } from './nvml.js';
import { cannotLoad, type NvmlPlaces } from './places.js';

/** How long a reading waits for the library to start before it gives up, while that goes on. */
const openTimeout = 2_500;
/** How long nobody must have asked before the cards are let go of, ms, */
const idleSpan = 30_000;
/** and before the process ends: history asks each minute, and starting one for it costs more than all else it does. */
const unusedSpan = 150_000;
const unusableSpan = 60_000;

/** What became of starting the library: its return code, or why there is none. */
type Opened = { code: number } | { failure: Failure };

/** A start under way, since when (ms). */
interface Opening {
  since: number;
  done: Promise<Opened>;
}

/**
 * Asks NVML, the first of `places` that can be loaded, in a helper process. That lets go of the cards when nobody asked for
 * half a minute, so that a laptop’s card can sleep again, and ends when nobody did for longer than history leaves it
 * alone. Where the library must be initialised anew
 * that happens in a second process beside the first, which goes on answering until the second is ready.
 */
export class HelperNvml implements NvmlSource {
  readonly #places: NvmlPlaces;
  readonly #environment: Record<string, string>;
  readonly #clock: Clock;
  #process: NvmlProcess;
  #opening: Opening | null = null;
  #beside: (Opening & { process: NvmlProcess }) | null = null;
  /** Processes that have been let go; until they have really gone no other is started. */
  #left: NvmlProcess[] = [];
  readonly #newStarts = new NewStarts();
  #isUseful = false;
  /** Why there is no library to be used, and how long that is believed. */
  #unusable: { until: number; failure: Failure } | null = null;
  #reads = 0;
  #cancelIdle: () => void = () => undefined;

  constructor(places: NvmlPlaces, environment: Record<string, string>, clock: Clock) {
    this.#places = places;
    this.#environment = environment;
    this.#clock = clock;
    this.#process = this.#newProcess();
  }

  /** Id of the helper process that answers while it runs, else null. */
  get pid(): number | null {
    return this.#process.pid;
  }

  async read(only: readonly string[] | null): Promise<NvmlSnapshot> {
    if (this.#places.paths.length === 0) throw new Failure('absent', 'NVML is not used here');
    const unusable = this.#unusable;
    if (unusable !== null && this.#clock.monotonic() < unusable.until) throw unusable.failure;
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
    this.#process.close();
    this.#beside?.process.close();
  }

  async #read(only: readonly string[] | null): Promise<NvmlSnapshot> {
    if (!this.#process.isOpen) await this.#open();
    const requested = this.#process;
    const snapshot = await requested.read(only);
    if (requested === this.#process) this.#judge(snapshot);
    return snapshot;
  }

  /** Starts the library anew where this answer asks for it; the answer itself does not wait. */
  #judge(snapshot: NvmlSnapshot): void {
    this.#isUseful = answersForSome(snapshot);
    if (this.#beside !== null || this.#leaving().length > 0) return;
    if (this.#newStarts.due(snapshot, this.#clock.monotonic())) this.#startBeside();
  }

  #startBeside(): void {
    const process = this.#newProcess();
    const done = this.#opened(process).then((opened) => {
      this.#exchange(process, opened);
      return opened;
    });
    this.#beside = { since: this.#clock.monotonic(), process, done };
  }

  /** Takes the new process in place of the old, unless it is of less use. */
  #exchange(process: NvmlProcess, opened: Opened): void {
    this.#beside = null;
    const isWanted = 'code' in opened && (opened.code === 0 || !this.#isUseful || !this.#process.isOpen);
    const before = this.#process;
    if (isWanted) this.#process = process;
    this.#leave(isWanted ? before : process);
  }

  #leave(process: NvmlProcess): void {
    process.retire();
    this.#left = [...this.#leaving(), process];
  }

  #leaving(): NvmlProcess[] {
    return this.#left.filter(({ pid }) => pid !== null);
  }

  async #open(): Promise<void> {
    const opening = this.#beside ?? (this.#opening ??= this.#openFirst());
    const opened = await this.#withTimeout(opening);
    if ('failure' in opened) throw opened.failure;
  }

  #openFirst(): Opening {
    const process = this.#process;
    const opened = async () => {
      try {
        await Promise.all(this.#leaving().map((one) => one.gone()));
        const outcome = await this.#opened(process);
        if ('failure' in outcome && isOfLoader(outcome.failure)) return this.#keepUnusable(outcome.failure);
        return outcome;
      } finally {
        this.#opening = null;
      }
    };
    return { since: this.#clock.monotonic(), done: opened() };
  }

  async #opened(process: NvmlProcess): Promise<Opened> {
    try {
      this.#newStarts.started(this.#clock.monotonic());
      return { code: await process.open() };
    } catch (thrown) {
      return { failure: asFailure(thrown) };
    } finally {
      this.#newStarts.started(this.#clock.monotonic());
    }
  }

  #withTimeout({ since, done }: Opening): Promise<Opened> {
    const timeout = Math.max(0, openTimeout - (this.#clock.monotonic() - since));
    return within(this.#clock, timeout, done, () => {
      const message =
        this.#leaving().length > 0
          ? 'an earlier NVML helper has been killed but has not ended yet'
          : 'NVML is not ready yet: the driver takes long to start, or hangs';
      return { failure: new Failure('timeout', message) };
    });
  }

  /** A library that is not there, or not to be loaded, is tried again now and then and needs no process meanwhile. */
  #keepUnusable({ code, message, cause }: Failure): Opened {
    const failure = new Failure(code, message, { remedy: this.#places.isNamed ? rename : install, cause });
    this.#unusable = { until: this.#clock.monotonic() + unusableSpan, failure };
    this.#renew();
    return { failure };
  }

  async #rest(): Promise<void> {
    const before = this.#reads;
    this.#beside?.process.close();
    if (this.#process.pid === null) return;
    // When it does not answer, it has been killed for it, which lets go of the cards as well.
    const held = await this.#process.rest().then(
      (told) => told,
      () => null,
    );
    if (held === null || this.#reads !== before) return;
    if (held) this.#renew();
    else this.#cancelIdle = this.#clock.setTimer(unusedSpan - idleSpan, () => this.#renew());
  }

  #renew(): void {
    this.#leave(this.#process);
    this.#process = this.#newProcess();
  }

  #newProcess(): NvmlProcess {
    return new NvmlProcess(this.#places, this.#environment, this.#clock);
  }
}

const rename = 'Correct SYSMON_NVML, or leave it out: the library is then looked for where drivers put it.';
const install =
  "Install NVIDIA's driver anew, with the library (libnvidia-ml) of this machine's architecture.";

function isOfLoader({ code, cause }: Failure): boolean {
  return code === 'absent' || systemErrorCode(cause) === cannotLoad;
}
