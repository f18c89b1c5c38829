import { runnerStates } from '../../../schemas/runner.js';
import {
  counter,
  family,
  gauge,
  type Family,
  type Metric,
  type Sample,
} from '../../../src/exposition/metric.js';
import type { ModelRunnerReading } from '../../../src/readers/model-servers/model-runner-reading.js';

/** A model that a server has loaded, as its metrics name it. */
export interface NamedRunner {
  /** The kind of its server. */
  server: string;
  name: string | null;
  /** Null of servers that tell none. */
  digest: string | null;
  runner: ModelRunnerReading;
}

const labels = ['server', 'model', 'digest', 'pid'];

const state = gauge(
  'sysmon_model_runner_state',
  '1 for what the process of a loaded model does, 0 for all other states.',
  ...[...labels, 'state'],
);
const cardMemory = gauge(
  'sysmon_model_gpu_memory_bytes',
  'Memory of a graphics card that the process of a model holds, as the driver measures it.',
  ...[...labels, 'gpu'],
);

/** One value of each runner. */
const values: [Metric, (runner: ModelRunnerReading) => number | null][] = [
  [
    gauge(
      'sysmon_model_tokens_per_second',
      'Tokens generated a second, over the last 5 s at most.',
      ...labels,
    ),
    ({ tokensPerSecond }) => tokensPerSecond,
  ],
  [
    gauge(
      'sysmon_model_prompt_tokens_per_second',
      'Tokens of prompts read a second, over the last 5 s at most.',
      ...labels,
    ),
    ({ promptTokensPerSecond }) => promptTokensPerSecond,
  ],
  [
    gauge('sysmon_model_slots_busy', 'Requests that the process of a model works on.', ...labels),
    ({ slotsBusy }) => slotsBusy,
  ],
  [
    gauge('sysmon_model_slots', 'Requests that the process of a model can work on at a time.', ...labels),
    ({ slotsTotal }) => slotsTotal,
  ],
  [
    gauge('sysmon_model_requests_waiting', 'Requests that wait in the process of a model.', ...labels),
    ({ waiting }) => waiting,
  ],
  [
    gauge(
      'sysmon_model_context_used_tokens',
      'Tokens in the fullest of the contexts that are worked on.',
      ...labels,
    ),
    ({ contextUsed }) => contextUsed,
  ],
  [
    gauge('sysmon_model_context_tokens', 'Tokens that the context of one request can hold.', ...labels),
    ({ contextLength }) => contextLength,
  ],
  [
    counter(
      'sysmon_model_generated_tokens_total',
      'Tokens generated, at least: exact where the process counts them itself.',
      ...labels,
    ),
    ({ generatedTokensAtLeast }) => generatedTokensAtLeast,
  ],
  [
    counter('sysmon_model_requests_total', 'Requests worked on, at least.', ...labels),
    ({ requestsAtLeast }) => requestsAtLeast,
  ],
  [
    counter(
      'sysmon_model_missed_requests_total',
      'Requests of which it is known that their tokens were not seen, at least.',
      ...labels,
    ),
    ({ missedRequestsAtLeast }) => missedRequestsAtLeast,
  ],
  [
    gauge('sysmon_model_memory_bytes', 'Main memory that the process of a model takes, measured.', ...labels),
    ({ memory }) => memory,
  ],
];

/** Every metric of runners. */
export const runnerMetrics: readonly Metric[] = [state, ...values.map(([metric]) => metric), cardMemory];

/** Their values, of the runners of one server or several. */
export function runnerFamilies(runners: readonly NamedRunner[]): Family[] {
  const each = (samples: (one: NamedRunner) => Sample[]) => runners.flatMap(samples);
  return [
    family(
      state,
      each((one) =>
        runnerStates.map((word): Sample => [Number(one.runner.state === word), ...labelsOf(one), word]),
      ),
    ),
    ...values.map(([metric, value]) =>
      family(
        metric,
        each((one): Sample[] => [[value(one.runner), ...labelsOf(one)]]),
      ),
    ),
    family(
      cardMemory,
      each((one) => (one.runner.cards ?? []).map(({ id, used }): Sample => [used, ...labelsOf(one), id])),
    ),
  ];
}

/** The process tells two loads of one model apart. */
function labelsOf({ server, name, digest, runner }: NamedRunner): (string | null)[] {
  return [server, name, digest, runner.pid === null ? null : String(runner.pid)];
}
