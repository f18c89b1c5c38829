import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import type { ModelRunnerReading } from '../../../src/readers/model-servers/model-runner-reading.js';
import { historyMetricOfEach } from '../../core/domain/history-metric.js';
import { sumOf } from '../../core/domain/rounding.js';
import type { Form } from '../../../schemas/units.js';

/** A model and its process, as history names it. */
export interface StoredRunner {
  name: string | null;
  runner: ModelRunnerReading;
}

const kept: [
  field: string,
  form: Form,
  what: string,
  value: (runner: ModelRunnerReading) => number | null,
][] = [
  [
    'tokens_per_second',
    'perSecond',
    'Tokens that a model generates a second.',
    ({ tokensPerSecond }) => tokensPerSecond,
  ],
  [
    'prompt_tokens_per_second',
    'perSecond',
    'Tokens of prompts that a model reads a second.',
    ({ promptTokensPerSecond }) => promptTokensPerSecond,
  ],
  ['slots_busy', 'count', 'Requests that a model works on.', ({ slotsBusy }) => slotsBusy],
  [
    'context_used',
    'count',
    'Tokens in the fullest of the contexts it works on.',
    ({ contextUsed }) => contextUsed,
  ],
  [
    'memory_bytes',
    'bytes',
    'Main memory that the process of a model takes, measured.',
    ({ memory }) => memory,
  ],
  [
    'vram_used_bytes',
    'bytes',
    'Memory of all graphics cards that the process of a model holds, measured.',
    ({ cards }) => (cards === null ? null : sumOf(cards.map(({ used }) => used))),
  ],
];

/** What history keeps of each model of a domain, by the name of the model. */
export function runnerHistory<R>(
  domain: string,
  runnersIn: (reading: R) => readonly StoredRunner[],
): HistoryMetric<R>[] {
  return kept.map(([field, form, what, value]) =>
    historyMetricOfEach<R>('model', `${domain}.${field}`, form, what, (reading) =>
      runnersIn(reading).flatMap(({ name, runner }) =>
        name === null ? [] : [[name, value(runner)] as const],
      ),
    ),
  );
}
