import type { RunnerCommand } from '../../parsers/model-server/runner-command.js';
import type { SlotsReading } from './slot-tracker.js';

/** What a server of models does; the words are part of the API. */
export const runnerStates = [
  'loading', // it runs, and does not answer requests yet
  'idle',
  'prompt', // it reads prompts, and generates nothing
  'generating',
  'gone', // its process has ended
  'unreachable', // it cannot be asked, or does not answer
  'unsupported', // it answers, and does not tell what it does
] as const;
export type RunnerState = (typeof runnerStates)[number];

/** Where it is known from what a server does: its slots, its counters, or only whether it is well. */
export type RunnerSource = 'slots' | 'metrics' | 'health' | 'status';

/** What a server tells of itself; what it does not tell is null. */
export interface RunnerLive {
  state: RunnerState;
  /** Why it is not known what the server does, or less of it than could be; null when nothing is missing. */
  reason: string | null;
  /** What would mend that, a sentence; null when nothing is known to. */
  remedy: string | null;
  source: RunnerSource | null;
  /** How much of the model is loaded, from 0 to 1; null unless it is loading and told. */
  progress: number | null;
  slotsBusy: number | null;
  slotsTotal: number | null;
  /** Requests that wait in the server for a slot; those that wait elsewhere it does not know. */
  waiting: number | null;
  tokensPerSecond: number | null;
  promptTokensPerSecond: number | null;
  /** Tokens in the contexts of busy slots. */
  contextUsed: number | null;
  /** Tokens that fit into the context of one request. */
  contextLength: number | null;
  /** Since this was first seen; with the source `metrics` since the server was started, and exact. */
  generatedTokensAtLeast: number | null;
  requestsAtLeast: number | null;
  missedRequestsAtLeast: number | null;
  /** What was seen to end since the poll before. */
  finished: SlotsReading['finished'];
}

/** A server of models of this machine. */
export interface RunnerReading extends RunnerLive {
  pid: number;
  /** Ticks of 1/100 s from the start of the machine: with the pid it tells a server from a later one. */
  startTicks: number;
  /** Seconds since 1970; null where the machine's start is not told. */
  startedAt: number | null;
  kind: RunnerCommand['kind'];
  /** What its command line calls the model: mostly the path of its file. */
  model: string | null;
  alias: string | null;
  port: number | null;
  userId: number | null;
  parentPid: number | null;
  /** Whether Ollama started it. */
  isOllamas: boolean;
  /** The address by which the settings name this very server; it is asked by that alone. Null when they do not. */
  namedAs: string | null;
  /** Ollama started it and has ended: no Ollama knows of it. */
  isOrphan: boolean;
  /** Bytes; null when it has gone, and where that is not told. */
  memory: number | null;
  /** `pss` is the process's share of the pages it has; `rss` all pages that it has, those it shares with others too. */
  memorySource: 'pss' | 'rss' | null;
  swapped: number | null;
}

/** Nothing is known. */
const unknown = {
  ...{ progress: null, slotsBusy: null, slotsTotal: null, waiting: null, tokensPerSecond: null },
  ...{ promptTokensPerSecond: null, contextUsed: null, contextLength: null, generatedTokensAtLeast: null },
  ...{ requestsAtLeast: null, missedRequestsAtLeast: null, finished: [], source: null },
  ...{ reason: null, remedy: null },
} satisfies Omit<RunnerLive, 'state'>;

/** A state of which nothing more is known than `known` says. */
export function onlyKnown(state: RunnerState, known: Partial<RunnerLive>): RunnerLive {
  return { ...unknown, state, ...known };
}

/**
 * What is still true once a server is not asked any more, or does not answer: what it was counted to have done. What it
 * does now nobody knows.
 */
export function lasting(live: RunnerLive): Partial<RunnerLive> {
  const { contextLength, generatedTokensAtLeast, requestsAtLeast, missedRequestsAtLeast } = live;
  return { contextLength, generatedTokensAtLeast, requestsAtLeast, missedRequestsAtLeast };
}
