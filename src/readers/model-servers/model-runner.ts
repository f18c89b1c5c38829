import type { Tell } from '../../bounds.js';
import { plausible } from '../../plausible.js';
import { runnerBounds } from './bounds.js';
import type { CardMemory, ModelRunnerReading } from './model-runner-reading.js';
import { onlyKnown, type RunnerLive, type RunnerReading, type RunnerState } from './reading.js';

/** Of a process, with null for what cannot be. `of` names the model. */
export function modelRunner(
  process: RunnerReading,
  cards: CardMemory[] | null,
  { of, tell }: { of: string; tell: Tell },
): ModelRunnerReading {
  const { pid, startedAt, memory, memorySource } = process;
  const reading = { ...live(process), pid, startedAt, memory, memorySource, cards };
  return plausible(reading, runnerBounds, { whole: null, tell, of });
}

/** Of a server that is asked without its process being seen. */
export function askedRunner(told: RunnerLive, { of, tell }: { of: string; tell: Tell }): ModelRunnerReading {
  return plausible({ ...live(told), ...noProcess }, runnerBounds, { whole: null, tell, of });
}

/** Of a model whose process is not seen. */
export function unseenRunner(
  state: RunnerState,
  reason: string,
  remedy: string | null = null,
): ModelRunnerReading {
  return { ...onlyKnown(state, { reason, remedy }), ...noProcess };
}

/** Whether a request is worked on. */
export function isBusy({ state }: { state: RunnerState }): boolean {
  return state === 'prompt' || state === 'generating';
}

const noProcess = { pid: null, startedAt: null, memory: null, memorySource: null, cards: null };

function live(process: RunnerLive): RunnerLive {
  const { state, reason, remedy, source, progress, slotsBusy, slotsTotal, waiting, finished } = process;
  const { tokensPerSecond, promptTokensPerSecond, contextUsed, contextLength } = process;
  const { generatedTokensAtLeast, requestsAtLeast, missedRequestsAtLeast } = process;
  return {
    ...{ state, reason, remedy, source, progress, slotsBusy, slotsTotal, waiting, finished },
    ...{ tokensPerSecond, promptTokensPerSecond, contextUsed, contextLength },
    ...{ generatedTokensAtLeast, requestsAtLeast, missedRequestsAtLeast },
  };
}
