import type { RunnerReading } from '../model-servers/reading.js';

/**
 * Which of the processes `ollama serve` is which Ollama, where there are several: the one whose process runs a file that
 * is loaded by one of them alone. What is whose then need not be guessed of the others.
 */
export class Parents {
  /** The process of each Ollama, by its address. */
  readonly #known = new Map<string, number>();

  /** The processes that are not another Ollama's, and where its own process is known that one's alone. */
  of(url: string, all: readonly RunnerReading[]): readonly RunnerReading[] {
    const own = this.#known.get(url);
    if (own !== undefined && all.some(({ parentPid }) => parentPid === own)) {
      return all.filter(({ parentPid }) => parentPid === own);
    }
    this.#known.delete(url);
    const others = new Set(this.#known.values());
    return all.filter(({ parentPid }) => parentPid === null || !others.has(parentPid));
  }

  /** This process runs what the Ollama at `url` has loaded, and is the only one that does. */
  found(url: string, { parentPid }: RunnerReading): void {
    if (parentPid !== null && !this.#known.has(url)) this.#known.set(url, parentPid);
  }
}
