import type { Clock } from '../../clock.js';
import { Helper } from '../helper/helper.js';
import type { methods } from '../helper/nvml/nvml.js';
import type { NvmlSnapshot } from './nvml.js';
import type { NvmlPlaces } from './places.js';

/** Without persistence mode a driver is loaded by the first to ask, which takes seconds with many cards. */
const openDeadline = 20_000;
const readDeadline = 1_000;

/** One helper process with NVML in it: the first of `places` that can be loaded. */
export class NvmlProcess {
  readonly #helper: Helper<typeof methods>;
  readonly #places: NvmlPlaces;
  /** The process in which the library is initialised. */
  #openIn: number | null = null;
  #readings = 0;
  #isRetired = false;

  constructor(places: NvmlPlaces, environment: Record<string, string>, clock: Clock) {
    this.#places = places;
    this.#helper = new Helper('nvml', environment, { clock });
  }

  /** Id of the process while it runs, else null. */
  get pid(): number | null {
    return this.#helper.pid;
  }

  /** Whether the library has been initialised, well or not, in the process that runs. */
  get isOpen(): boolean {
    return this.#openIn !== null && this.#openIn === this.#helper.pid;
  }

  /** Starts the process and initialises the library, within 20 s; its return code. Rejects with the helper's Failure. */
  async open(): Promise<number> {
    const code = await this.#helper.ask('open', [this.#places, process.pid], openDeadline);
    this.#openIn = this.#helper.pid;
    return code;
  }

  /** Reads the cards, or those at the addresses in `only`, within 1 s. Rejects with the helper's Failure. */
  async read(only: readonly string[] | null): Promise<NvmlSnapshot> {
    this.#readings += 1;
    try {
      return await this.#helper.ask('read', [only], readDeadline);
    } finally {
      this.#readings -= 1;
      if (this.#isRetired) this.retire();
    }
  }

  /**
   * Lets go of the cards; to be opened again before it is read. Gives whether the library holds them all the same, until
   * the process ends. Rejects with the helper's Failure.
   */
  rest(): Promise<boolean> {
    this.#openIn = null;
    return this.#helper.ask('close', [], readDeadline);
  }

  /** Kills the process as soon as the readings under way have been answered. */
  retire(): void {
    this.#isRetired = true;
    if (this.#readings === 0) this.#helper.close();
  }

  /** Kills the process without awaiting its end. */
  close(): void {
    this.#helper.close();
  }

  /** Resolves once the process has really gone; one in uninterruptible sleep takes its time. */
  gone(): Promise<void> {
    return this.#helper.gone();
  }
}
