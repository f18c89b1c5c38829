import type { Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import type { OpenAiModel } from '../../parsers/model-server/openai-models.js';
import { LlamaServer } from '../model-servers/llama.js';
import { isLocked, type Ask, type Questions } from '../model-servers/questions.js';
import type { RunnerLive } from '../model-servers/reading.js';
import { Vllm } from '../model-servers/vllm.js';
import { kindOf, wantsKey, type Recognised } from './kind.js';

/** How long it is believed what a server is and which models it lists, ms; less where it wanted another key. */
const belief = 60_000;
const shortBelief = 10_000;

/**
 * What a server is asked that only its address is known of: first what it is, then as its kind tells. Once it has not
 * answered well it may have been started anew, as another, and so is asked from the beginning.
 */
export class NamedQuestions implements Questions {
  #known: (Recognised & { questions: Questions }) | null = null;
  #until = -Infinity;
  /** What it refused to tell when it was asked for that last. */
  readonly #refused = new Set<string>();

  /** What it is; null while that is not known. */
  get kind(): Recognised['kind'] | null {
    return this.#known?.kind ?? null;
  }

  get models(): readonly OpenAiModel[] {
    return this.#known?.models ?? [];
  }

  /** Whether it does not tell all without a key that it knows. */
  get isRefused(): boolean {
    return this.#refused.size > 0;
  }

  async poll(ask: Ask, clock: Clock): Promise<RunnerLive> {
    const noted: Ask = async (path) => {
      const answer = await ask(path);
      if (isLocked(answer.status)) this.#refused.add(path);
      else this.#refused.delete(path);
      return answer;
    };
    try {
      const live = await this.#poll(noted, clock);
      if (live.state === 'unsupported' && this.isRefused) throw wantsKey();
      return live;
    } catch (thrown) {
      // Who only takes long has not ended meanwhile.
      if (thrown instanceof Failure && thrown.code === 'timeout') throw thrown;
      this.#until = -Infinity;
      this.#refused.clear();
      // What it was is still told; all that was remembered of its work is not.
      if (this.#known !== null) this.#known = { ...this.#known, questions: questionsOf(this.#known) };
      throw thrown;
    }
  }

  async #poll(ask: Ask, clock: Clock): Promise<RunnerLive> {
    if (this.#known === null || clock.monotonic() >= this.#until) {
      const found = await kindOf(ask);
      if (!('kind' in found)) return found;
      const isSame = this.#known?.kind === found.kind;
      const questions = (isSame ? this.#known?.questions : undefined) ?? questionsOf(found);
      this.#known = { ...found, questions };
      this.#until = clock.monotonic() + (this.isRefused ? shortBelief : belief);
    }
    const { questions, models } = this.#known;
    const live = await questions.poll(ask, clock);
    return { ...live, contextLength: live.contextLength ?? models[0]?.contextLength ?? null };
  }
}

function questionsOf({ kind }: Recognised): Questions {
  return kind === 'vllm' ? new Vllm() : new LlamaServer(false);
}
