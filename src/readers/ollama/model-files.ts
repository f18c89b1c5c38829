import type { Clock } from '../../clock.js';
import { asFailure, Failure } from '../../failures.js';
import type { HttpSource } from '../../host/host.js';
import type { OllamaPsModel } from '../../parsers/ollama/ps.js';
import { parseOllamaShow } from '../../parsers/ollama/show.js';
import { parseOllamaTags } from '../../parsers/ollama/tags.js';

/** What is known of the file of a model: its path, or why it is not known. */
export type ModelFile = { path: string } | { reason: string };

const deadline = 1_000;
/** An answer holds licences and the names of all tensors. */
const maxBytes = 4 * 2 ** 20;
/** How long after it could not be told a file is asked for again, ms. */
const again = 30_000;
/** Models that are remembered, and asked for in one reading. */
const most = { kept: 256, asked: 4 };

/**
 * Which file each loaded model was loaded from, which is what its runner is given. Asked once for each digest; a name
 * stands for another digest once its model was created anew, and then its answer is not of the one that is loaded.
 */
export class ModelFiles {
  readonly #source: HttpSource;
  readonly #clock: Clock;
  readonly #names = new Map<string, string>();
  readonly #known = new Map<string, { file: ModelFile; until: number }>();

  constructor(source: HttpSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** The files of `models`, in their order; of what is not known yet some are asked for first. Never rejects. */
  async of(models: readonly OllamaPsModel[]): Promise<ModelFile[]> {
    const now = this.#clock.monotonic();
    const missing = models.filter(({ digest }) => (this.#known.get(digest ?? '')?.until ?? 0) <= now);
    if (missing.length > 0) await this.#ask(missing.slice(0, most.asked), now);
    return models.map(({ digest }) => this.#known.get(digest ?? '')?.file ?? untold);
  }

  /** What a file was loaded as before; null when it was not. */
  nameOf(path: string): string | null {
    return this.#names.get(path) ?? null;
  }

  async #ask(models: readonly OllamaPsModel[], now: number): Promise<void> {
    const tags = await this.#digests();
    const found = models.map(async (model) => [model, await this.#fileOf(model, tags)] as const);
    for (const [{ digest, name, model }, file] of await Promise.all(found)) {
      this.#known.set(digest ?? '', { file, until: 'path' in file ? Infinity : now + again });
      if ('path' in file) keepNewest(this.#names, file.path, name ?? model ?? '');
    }
    while (this.#known.size > most.kept) forgetOldest(this.#known);
  }

  async #digests(): Promise<Map<string, string> | null> {
    const answer = await this.#source.get('/api/tags', { deadline, maxBytes }).catch(asFailure);
    return answer instanceof Failure || answer.status !== 200 ? null : parseOllamaTags(answer.body);
  }

  async #fileOf(
    { name, model, digest }: OllamaPsModel,
    tags: Map<string, string> | null,
  ): Promise<ModelFile> {
    const asked = name ?? model;
    if (asked === null || digest === null) return untold;
    const current = tags?.get(asked);
    if (current !== undefined && current !== digest) return createdAnew;
    const question = JSON.stringify({ model: asked });
    const answer = await this.#source.post?.('/api/show', question, { deadline, maxBytes }).catch(asFailure);
    if (answer instanceof Failure) return { reason: `${answer.message} which file the model is` };
    const path = answer?.status === 200 ? (parseOllamaShow(answer.body)?.modelPath ?? null) : null;
    return path === null ? untold : { path };
  }
}

const untold = { reason: 'Ollama does not tell which file the model is' };
const createdAnew = {
  reason: 'the model was created anew under its name since it was loaded, so that its file is not known',
};

function keepNewest(names: Map<string, string>, path: string, name: string): void {
  names.delete(path);
  names.set(path, name);
  if (names.size > most.kept) forgetOldest(names);
}

/** A Map keeps its order. */
function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
