import { asFailure, Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { LlamaServer } from './llama.js';
import { MlxRunner, OlderRunner } from './older-runners.js';
import type { Questions } from './questions.js';
import type { Address } from './reachable.js';
import type { ServerProcess } from './find.js';
import { lasting, onlyKnown, type RunnerLive } from './reading.js';
import { Vllm } from './vllm.js';

/** How long a poll may take, whatever it asks, ms. */
const deadline = 1_000;
const late = `it did not answer within ${deadline / 1000} s`;
/** Some thousand slots. */
const maxBytes = 2 ** 20;
/** How long a server that did not answer is left alone, ms: twice as long each time. */
const firstPause = 1_000;
const longestPause = 30_000;
/** Readings do not come to the millisecond. */
const slack = 100;

/** Polls one server: one question at a time, and ever more seldom when it does not answer. */
export class RunnerPoller {
  readonly #host: Host;
  readonly #questions: Questions;
  #live = onlyKnown('unreachable', { reason: 'it has not been asked yet' });
  #hasAnswered = false;
  #underWay: Promise<RunnerLive> | null = null;
  #retryAt = -Infinity;
  #pause = 0;

  constructor(host: Host, server: Pick<ServerProcess, 'command' | 'isOllamas'>) {
    this.#host = host;
    this.#questions = questionsOf(server);
  }

  /** What it did when it was last asked; once it does not answer, why, and what is still true. */
  get live(): RunnerLive {
    return this.#live;
  }

  /** Whether it has ever answered. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Whether it is not asked for now, since it did not answer. */
  get isLeftAlone(): boolean {
    return this.#host.clock.monotonic() < this.#retryAt;
  }

  /** What it does now, unless it is being left alone. Takes a second at most, and never throws. */
  poll(at: Address): Promise<RunnerLive> {
    if (this.#underWay !== null) return this.#underWay;
    if (this.isLeftAlone) return Promise.resolve(this.#live);
    this.#underWay = this.#poll(at).finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #poll(at: Address): Promise<RunnerLive> {
    const { clock } = this.#host;
    const end = clock.monotonic() + deadline;
    const ask = (path: string) => {
      const left = end - clock.monotonic();
      if (left <= 0) throw new Failure('timeout', late);
      return this.#host.askLocal({ ...at, path, deadline: left, maxBytes });
    };
    try {
      this.#live = await this.#questions.poll(ask, clock);
      this.#hasAnswered = true;
      this.#pause = 0;
    } catch (thrown) {
      const { code, message, remedy } = asFailure(thrown);
      // Of its second, parts may have gone to other questions.
      const reason = code === 'timeout' ? late : message;
      this.#live = onlyKnown('unreachable', { ...lasting(this.#live), reason, remedy });
      this.#pause = Math.min(longestPause, this.#pause === 0 ? firstPause : this.#pause * 2);
      this.#retryAt = clock.monotonic() + this.#pause - slack;
    }
    return this.#live;
  }
}

function questionsOf({ command, isOllamas }: Pick<ServerProcess, 'command' | 'isOllamas'>): Questions {
  switch (command.kind) {
    case 'llama-server':
      return new LlamaServer(isOllamas);
    case 'vllm':
      return new Vllm();
    case 'mlx':
      return new MlxRunner();
    case 'ollama-runner':
      return new OlderRunner();
  }
}
