import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  count,
  instant,
  list,
  nullable,
  oneOf,
  ordinal,
  percent,
  perSecond,
  ref,
  text,
} from './units.js';

/** What the process of a model can do; the words are part of the API. */
export const runnerStates = [
  'loading',
  'idle',
  'prompt',
  'generating',
  'gone',
  'unreachable',
  'unsupported',
] as const;

/** The memory of one card that a runner holds. */
export const RunnerCard = Type.Object(
  {
    id: text('The `id` of the card in `/stats/gpu`.', 'GPU-5b2c1f0e-1111-2222-3333-444455556666'),
    index: ordinal('Its `index` there.', { example: 0 }),
    vram_used_bytes: nullable(
      bytes("What the process holds of the card's memory, as its driver measures it.", {
        example: 6442450944,
      }),
      'where the driver does not tell it',
    ),
  },
  { $id: 'RunnerCard', title: 'RunnerCard', description: 'What a runner holds of one graphics card.' },
);
export type RunnerCard = Static<typeof RunnerCard>;

const whenSilent = 'when that is not told';

/** The process that runs a model, and what it does just now. */
export const ModelRunner = Type.Object(
  {
    state: oneOf(
      'What the process does: "loading" its model; "idle"; "prompt" when it reads prompts and generates nothing yet; ' +
        '"generating"; "gone" when it has ended though its server still lists the model; "unreachable" when it ' +
        'cannot be asked, or does not answer; "unsupported" when it answers and does not tell what it does.',
      runnerStates,
    ),
    reason: nullable(text('Why less is known than could be, a sentence; null when nothing is missing.')),
    remedy: nullable(text('What would mend that, a sentence; null when nothing is needed or known.')),
    source: nullable(
      oneOf(
        'Where that is known from: "slots" (counts are lower bounds), "metrics" (counts are exact), "health" or ' +
          '"status" (of older runners, and MLX: no tokens); null when nothing was told.',
        ['slots', 'metrics', 'health', 'status'],
      ),
    ),
    pid: nullable(ordinal('Number of the process.', { example: 4711 }), 'when it is not seen from here'),
    started_at: nullable(instant('When the process was started.'), 'when that is not known'),
    loaded_percent: nullable(
      percent('How much of the model is loaded.', { example: 40 }),
      'unless it is loading and says so',
    ),
    slots_busy: nullable(count('Requests it works on.', { example: 1 }), whenSilent),
    slots_total: nullable(count('Requests it can work on at a time.', { example: 4 }), whenSilent),
    requests_waiting: nullable(
      count(
        'Requests that wait in this process for a slot; those that wait in Ollama are in `queue_at_most`.',
        { example: 0 },
      ),
      whenSilent,
    ),
    tokens_per_second: nullable(
      perSecond('Tokens it generates for all requests together, over the last 5 s at most.', {
        example: 41.7,
      }),
      'when it is not known, and while it reads prompts alone; 0 when it is idle',
    ),
    prompt_tokens_per_second: nullable(
      perSecond('Tokens of prompts it reads, over the last 5 s at most.', { example: 950 }),
      'when it is not known; 0 when no prompt is read',
    ),
    context_used: nullable(
      count('Tokens in the fullest of the contexts it works on.', { example: 2048 }),
      whenSilent,
    ),
    context_length: nullable(
      count('Tokens that the context of one request can hold.', { example: 16384 }),
      whenSilent,
    ),
    generated_tokens_at_least: nullable(
      count(
        'Tokens it has generated, at least: with `source` "slots" since this service first saw it, and without ' +
          'those of requests that came and went between two looks; with "metrics" exactly, since it was started, ' +
          'counted at the end of each request.',
        { example: 25619 },
      ),
      whenSilent,
    ),
    requests_at_least: nullable(
      count('Requests that it has been seen to work on, at least.', { example: 35 }),
      whenSilent,
    ),
    missed_requests_at_least: nullable(
      count('Requests of which this service knows that it has not seen their tokens.', { example: 4 }),
      whenSilent,
    ),
    memory_bytes: nullable(
      bytes('Main memory that the process takes, measured; what Ollama tells is an estimate of before.', {
        example: 714080256,
      }),
      'when it is not seen from here',
    ),
    memory_source: nullable(
      oneOf(
        'How that was measured: "pss" is its share of what it holds together with others; "rss" all that it holds, ' +
          'which is what another user is told.',
        ['pss', 'rss'],
      ),
      'when that is',
    ),
    cards: nullable(
      list(
        'What it holds of each graphics card, as the drivers measure it; empty when it uses none.',
        ref(RunnerCard),
      ),
      'where a card does not tell which programs use it',
    ),
  },
  {
    $id: 'ModelRunner',
    title: 'ModelRunner',
    description: 'The process that runs a model, and what it does just now.',
  },
);
export type ModelRunner = Static<typeof ModelRunner>;
