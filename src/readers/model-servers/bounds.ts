import { between, whole } from '../../bounds.js';
import type { Bounds } from '../../plausible.js';
import { Each } from '../../plausible.js';
import type { CardMemory, ModelRunnerReading } from './model-runner-reading.js';

/** More tokens than any model takes, and than any server has generated. */
const mostTokens = 1e9;
const mostGenerated = 1e15;
const mostSlots = 1e6;
/** Beyond what whole racks do, tokens/s. */
const fastest = 1e7;

/** What the measurements of a runner can be. */
export const runnerBounds: Bounds<ModelRunnerReading> = {
  pid: whole('runner.pid', '', 2 ** 32),
  startedAt: between('runner.started_at', 's since 1970', 0, Date.UTC(3000, 0) / 1000),
  progress: between('runner.loaded_percent', '', 0, 1),
  slotsBusy: whole('runner.slots_busy', '', mostSlots),
  slotsTotal: whole('runner.slots_total', '', mostSlots),
  waiting: whole('runner.requests_waiting', '', mostSlots),
  tokensPerSecond: between('runner.tokens_per_second', 'tokens/s', 0, fastest),
  promptTokensPerSecond: between('runner.prompt_tokens_per_second', 'tokens/s', 0, fastest),
  contextUsed: whole('runner.context_used', 'tokens', mostTokens),
  contextLength: whole('runner.context_length', 'tokens', mostTokens),
  generatedTokensAtLeast: whole('runner.generated_tokens_at_least', 'tokens', mostGenerated),
  requestsAtLeast: whole('runner.requests_at_least', '', mostGenerated),
  missedRequestsAtLeast: whole('runner.missed_requests_at_least', '', mostGenerated),
  finished: new Each(() => 'a request', {
    tokensPerSecond: between('runner.tokens_per_second', 'tokens/s', 0, fastest),
    seconds: between('runner.finished', 's', 0, 1e9),
  }),
  memory: whole('runner.memory_bytes', 'B'),
  cards: new Each<CardMemory, ModelRunnerReading>(({ id }) => id, {
    used: whole('runner.cards.vram_used_bytes', 'B'),
  }),
};
