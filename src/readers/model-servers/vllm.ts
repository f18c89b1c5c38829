import type { Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import { parseOpenAiModels } from '../../parsers/model-server/openai-models.js';
import { parseVllmMetrics } from '../../parsers/model-server/vllm-metrics.js';
import { isClosed, loading, unexpected, type Ask, type Questions } from './questions.js';
import { RateWindow } from './rate-window.js';
import { onlyKnown, type RunnerLive } from './reading.js';

/** How long the list of models is not asked for that was not answered, ms. */
const modelsPause = 60_000;

/** vLLM: `/metrics` tells what it does, and `/v1/models`, once, how long a context may be. */
export class Vllm implements Questions {
  readonly #generated = new RateWindow();
  readonly #prompts = new RateWindow();
  #contextLength: number | null = null;
  #modelsFrom = -Infinity;

  async poll(ask: Ask, clock: Clock): Promise<RunnerLive> {
    const asked = clock.monotonic();
    const answer = await ask('/metrics');
    const at = (asked + clock.monotonic()) / 2;
    const isLoading = loading(answer);
    if (isLoading !== null) return isLoading;
    const metrics = answer.status === 200 ? parseVllmMetrics(answer.body) : null;
    const running = metrics?.requestsRunning ?? null;
    if (metrics === null || running === null) {
      if (answer.status === 200 || isClosed(answer)) return untold;
      throw unexpected('/metrics', answer);
    }
    await this.#askModels(ask, clock);
    return onlyKnown(running > 0 ? 'generating' : 'idle', {
      ...{ source: 'metrics', slotsBusy: running, waiting: metrics.requestsWaiting },
      tokensPerSecond: rate(this.#generated, at, metrics.generatedTokens),
      promptTokensPerSecond: rate(this.#prompts, at, metrics.promptTokens),
      contextLength: this.#contextLength,
      generatedTokensAtLeast: metrics.generatedTokens,
      requestsAtLeast: metrics.requestsFinished,
    });
  }

  async #askModels(ask: Ask, clock: Clock): Promise<void> {
    if (clock.monotonic() < this.#modelsFrom) return;
    this.#modelsFrom = clock.monotonic() + modelsPause;
    try {
      const answer = await ask('/v1/models');
      const models = answer.status === 200 ? parseOpenAiModels(answer.body) : null;
      if (models === null && !isClosed(answer)) return;
      this.#modelsFrom = Infinity;
      this.#contextLength = models?.[0]?.contextLength ?? null;
    } catch (thrown) {
      // What it does was told all the same.
      if (!(thrown instanceof Failure)) throw thrown;
    }
  }
}

/** How fast a counter grows lately, a second; null where that is not known. */
function rate(window: RateWindow, time: number, value: number | null): number | null {
  if (value === null) return null;
  window.take(time, value);
  const growth = window.rate();
  return growth === null || growth < 0 ? null : growth;
}

const untold = onlyKnown('unsupported', {
  source: 'health',
  reason: 'its /metrics does not tell what it does',
  remedy: 'start vLLM without --disable-log-stats',
});
