import { between, whole } from '../../bounds.js';
import { Each, type Bounds } from '../../plausible.js';
import type { RunnerReading } from './reading.js';

/** More tokens than any model takes at once, and more than one has generated that runs for years. */
const mostInContext = 1e9;
const mostTokens = 1e15;
/** Faster no server of one machine is, tokens a second. */
const fastest = 1e7;
/** More requests at a time than a machine has connections for. */
const mostAtOnce = 1e6;
/** More users, and numbers of processes, than a kernel has. */
const mostNumbers = 2 ** 32;

/** What is told of a server of models can be, whoever answers at its port. */
export const runnerBounds: Bounds<RunnerReading> = {
  startedAt: between('runner.started_at', 's since 1970', 0, 32_503_680_000),
  port: whole('runner.port', '', 65_535),
  userId: whole('runner.user_id', '', mostNumbers),
  parentPid: whole('runner.parent_pid', '', mostNumbers),
  memory: whole('runner.memory_bytes', 'B'),
  swapped: whole('runner.swapped_bytes', 'B'),
  progress: between('runner.progress', '', 0, 1),
  slotsBusy: whole('runner.slots_busy', '', mostAtOnce),
  slotsTotal: whole('runner.slots_total', '', mostAtOnce),
  waiting: whole('runner.waiting', '', mostAtOnce),
  tokensPerSecond: between('runner.tokens_per_second', 'tokens/s', 0, fastest),
  promptTokensPerSecond: between('runner.prompt_tokens_per_second', 'tokens/s', 0, fastest),
  contextUsed: whole('runner.context_used', 'tokens', mostInContext),
  contextLength: whole('runner.context_length', 'tokens', mostInContext),
  generatedTokensAtLeast: whole('runner.generated_tokens_at_least', 'tokens', mostTokens),
  requestsAtLeast: whole('runner.requests_at_least', '', mostTokens),
  missedRequestsAtLeast: whole('runner.missed_requests_at_least', '', mostTokens),
  finished: new Each<RunnerReading['finished'][number], RunnerReading>(() => 'a request', {
    tokensPerSecond: between('runner.finished.tokens_per_second', 'tokens/s', 0, fastest),
    seconds: between('runner.finished.seconds', 's', 0, 1e9),
  }),
};
