import { ask } from './asking.js';
import { otherServersOf } from './model-list.js';
import type { Models, Stats } from './stats.js';

/** How often other servers of models are asked for, ms: while there are some, and while there are none. */
const [often, seldom] = [2_000, 15_000];

/** The servers of models beside the Ollama of the stream, which has no others. */
export class OtherServers {
  readonly #key: () => string | null;
  #latest: Models | null = null;
  #next = 0;

  constructor(key: () => string | null) {
    this.#key = key;
  }

  /** As they were last told of; null before, and when there are none. */
  readonly latest = (): Models | null => this.#latest;

  /** Asks when it is time to; called with each frame, so that without a connection nothing is asked. */
  async look(stats: Stats): Promise<void> {
    const now = performance.now();
    if (now < this.#next) return;
    this.#next = now + seldom;
    try {
      const told = (await (await ask('stats/models', { key: this.#key() })).json()) as Models;
      const isAny = otherServersOf(stats, told).length > 0;
      this.#latest = isAny || told.reason !== null ? told : null;
      if (isAny) this.#next = now + often;
    } catch (thrown) {
      console.info('other servers of models are not to be had now', thrown);
    }
  }
}
