import type { Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import { parseLlamaMetrics } from '../../parsers/model-server/llama-metrics.js';
import { parseSlots } from '../../parsers/model-server/slots.js';
import { isClosed, isLocked, loading, unexpected, type Ask, type Questions } from './questions.js';
import { onlyKnown, type RunnerLive } from './reading.js';
import { SlotTracker } from './slot-tracker.js';

type Metrics = NonNullable<ReturnType<typeof parseLlamaMetrics>>;

/** How long counters are not asked for that were not answered, ms. */
const metricsPause = 30_000;

/**
 * llama-server, also as the runner of Ollama 0.30 and later: `/slots` tells what it does now, `/metrics`, where it was
 * opened, counts exactly.
 */
export class LlamaServer implements Questions {
  readonly #isOllamas: boolean;
  readonly #tracker = new SlotTracker();
  /** Why there are no slots; null as long as there may be. */
  #slotsClosed: { isLocked: boolean } | null = null;
  #metricsFrom = -Infinity;
  #counted: Partial<RunnerLive> = {};

  constructor(isOllamas: boolean) {
    this.#isOllamas = isOllamas;
  }

  async poll(ask: Ask, clock: Clock): Promise<RunnerLive> {
    const slots = this.#slotsClosed === null ? await this.#askSlots(ask, clock) : null;
    if (slots?.state === 'loading') return slots;
    const metrics = await this.#askMetrics(ask, clock);
    if (metrics !== null) this.#counted = counted(metrics);
    // Where its counters are not answered once, what they counted stays the least: no count falls.
    if (slots !== null) return { ...slots, ...this.#counted, waiting: metrics?.requestsDeferred ?? null };
    const why = this.#whyUnknown();
    if (metrics !== null) return { ...ofMetrics(metrics), ...why };
    const health = await ask('/health');
    if (health.status === 200) return onlyKnown('unsupported', { source: 'health', ...why });
    const isLoading = loading(health);
    if (isLoading === null) throw unexpected('/health', health);
    return isLoading;
  }

  /** Null where they are switched off. */
  async #askSlots(ask: Ask, clock: Clock): Promise<RunnerLive | null> {
    const asked = clock.monotonic();
    const answer = await ask('/slots');
    const answered = clock.monotonic();
    if (isClosed(answer)) {
      this.#slotsClosed = { isLocked: isLocked(answer.status) };
      return null;
    }
    const isLoading = loading(answer);
    if (isLoading !== null) return isLoading;
    const slots = answer.status === 200 ? parseSlots(answer.body) : null;
    if (slots === null) throw unexpected('/slots', answer);
    return onlyKnown('idle', { ...this.#tracker.take({ asked, answered, slots }), source: 'slots' });
  }

  /** Null where they are switched off, and for a while after they could not be read: the slots tell enough. */
  async #askMetrics(ask: Ask, clock: Clock): Promise<Metrics | null> {
    if (clock.monotonic() < this.#metricsFrom) return null;
    try {
      const answer = await ask('/metrics');
      if (isClosed(answer)) this.#metricsFrom = Infinity;
      else if (answer.status === 200) {
        const metrics = parseLlamaMetrics(answer.body);
        if (metrics !== null) return metrics;
      }
    } catch (thrown) {
      // What it does was told all the same.
      if (this.#slotsClosed !== null || !(thrown instanceof Failure)) throw thrown;
    }
    this.#metricsFrom = Math.max(this.#metricsFrom, clock.monotonic() + metricsPause);
    return null;
  }

  #whyUnknown(): Pick<RunnerLive, 'reason' | 'remedy'> {
    if (this.#slotsClosed?.isLocked === true) {
      return {
        reason: 'it tells what it does only to those who have its API key (--api-key)',
        remedy: null,
      };
    }
    return {
      reason: 'it was started without its endpoint /slots, which tells what it does',
      remedy: this.#isOllamas
        ? 'start Ollama without LLAMA_ARG_ENDPOINT_SLOTS=0 in its environment'
        : 'start llama-server with --slots, or without --no-slots',
    };
  }
}

/** The counters of a server grow at the end of each request. */
function counted({ generatedTokens }: Metrics): Partial<RunnerLive> {
  return {
    ...(generatedTokens === null ? {} : { generatedTokensAtLeast: generatedTokens, source: 'metrics' }),
  };
}

/** Whether a busy slot reads its prompt or generates they do not tell. */
function ofMetrics(metrics: Metrics): RunnerLive {
  const busy = metrics.requestsProcessing;
  const state = busy === null ? 'unsupported' : busy > 0 ? 'generating' : 'idle';
  return onlyKnown(state, {
    ...{ slotsBusy: busy, source: 'metrics', waiting: metrics.requestsDeferred },
    ...counted(metrics),
  });
}
