import type { ModelRunner } from '../../../schemas/runner.js';
import type { ModelRunnerReading } from '../../../src/readers/model-servers/model-runner-reading.js';
import { shownAs } from '../../core/domain/rounding.js';

/** A runner as the API shows it. */
export function presentRunner(runner: ModelRunnerReading): ModelRunner {
  return {
    state: runner.state,
    reason: runner.reason,
    remedy: runner.remedy,
    source: runner.source,
    pid: runner.pid,
    started_at: runner.startedAt === null ? null : new Date(runner.startedAt * 1000).toISOString(),
    loaded_percent: runner.progress === null ? null : shownAs('percent', runner.progress * 100),
    slots_busy: runner.slotsBusy,
    slots_total: runner.slotsTotal,
    requests_waiting: runner.waiting,
    tokens_per_second: shownAs('perSecond', runner.tokensPerSecond),
    prompt_tokens_per_second: shownAs('perSecond', runner.promptTokensPerSecond),
    context_used: runner.contextUsed,
    context_length: runner.contextLength,
    generated_tokens_at_least: runner.generatedTokensAtLeast,
    requests_at_least: runner.requestsAtLeast,
    missed_requests_at_least: runner.missedRequestsAtLeast,
    memory_bytes: runner.memory,
    memory_source: runner.memory === null ? null : runner.memorySource,
    cards: runner.cards?.map(({ id, index, used }) => ({ id, index, vram_used_bytes: used })) ?? null,
  };
}
