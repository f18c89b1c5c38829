import { Type, type Static } from '@sinclair/typebox';
import { ModelRunner } from './runner.js';
import {
  bytes,
  count,
  flag,
  gigabytes,
  implausible,
  list,
  nullable,
  oneOf,
  percent,
  ref,
  sampledAt,
  seconds,
  text,
} from './units.js';

/** What Ollama can be in; the words are part of the API. */
export const ollamaStates = [
  'ok',
  'absent',
  'timeout',
  'unauthorized',
  'failed',
  'malformed',
  'too_large',
] as const;

/** A loaded model. */
export const OllamaModel = Type.Object(
  {
    name: nullable(
      text('Name of the model with its tag.', 'deepseek-r1:14b'),
      'when Ollama does not tell it',
    ),
    size_gb: nullable(
      gigabytes(
        'What Ollama told at loading that the model would take altogether; what it takes is in `runner`.',
        { example: 13.24 },
      ),
      'when Ollama does not tell it',
    ),
    vram_gb: nullable(
      gigabytes('The part of it in GPU memory, as Ollama told it at loading.', { example: 6.83 }),
      'when Ollama does not tell it',
    ),
    processor: nullable(
      text(
        'Where the model lies, in the words of `ollama ps`: "100% GPU", "100% CPU", "48%/52% CPU/GPU", or ' +
          '"Unknown" when Ollama tells more GPU memory than the model takes. It is what Ollama expects, not what ' +
          'a graphics card measures. Null when the sizes are not told.',
        '48%/52% CPU/GPU',
      ),
    ),
    expires_at: nullable(
      text(
        'When the model will be unloaded unless it is used: RFC 3339 exactly as Ollama writes it, with its own ' +
          'offset and up to nine decimals. For a model that is kept forever, some 292 years ahead.',
        '2025-08-01T18:03:02.3445354+02:00',
      ),
      'when Ollama does not tell it',
    ),
    model: nullable(
      text('The model as Ollama was asked for it; mostly the same as `name`.', 'deepseek-r1:14b'),
      'when Ollama does not tell it',
    ),
    digest: nullable(
      text(
        'SHA-256 of its manifest, in hexadecimal.',
        'c333b7232bdb521236694ffbb5f5a6b11cc45d98e9142c73123b670fca400b09',
      ),
      'when Ollama does not tell it',
    ),
    format: nullable(text('File format of its weights.', 'gguf'), 'when Ollama does not tell it'),
    family: nullable(text('The architecture it belongs to.', 'qwen2'), 'when Ollama does not tell it'),
    families: nullable(
      list(
        'All architectures it is made of; null when not told.',
        text('One architecture, e.g. "clip" for the part that sees.', 'qwen2'),
      ),
    ),
    parameter_size: nullable(
      text('Number of its parameters, as Ollama writes it.', '14.8B'),
      'when Ollama does not tell it',
    ),
    quantization: nullable(text('How its weights are quantized.', 'Q4_K_M'), 'when Ollama does not tell it'),
    context_length: nullable(
      count('Tokens of context it was loaded with; null before Ollama 0.10.0.', { example: 16384 }),
    ),
    size_bytes: nullable(bytes('Exact twin of `size_gb`.', { example: 14218500096 }), 'when that is'),
    vram_bytes: nullable(bytes('Exact twin of `vram_gb`.', { example: 7330822144 }), 'when that is'),
    cpu_percent: nullable(
      percent(
        'The share in main memory as `processor` says it, a whole number; null when it says "Unknown".',
        {
          example: 48,
        },
      ),
    ),
    gpu_percent: nullable(
      percent(
        'The share in GPU memory as `processor` says it, a whole number; null when it says "Unknown".',
        {
          example: 52,
        },
      ),
    ),
    expires_in_seconds: nullable(
      seconds(
        'How long after `sampled_at` the model will be unloaded, by the clock of this machine; 0 when that ' +
          'instant has passed, which means that it is being unloaded or in use just now; null when it is kept ' +
          'forever, is in use (`runner`), or the instant is not told.',
        { example: 293.344 },
      ),
    ),
    keeps_forever: nullable(
      flag('Whether it stays loaded until it is told to go (20 years or more ahead); null when not told.'),
    ),
    runner: ref(ModelRunner, 'The process that runs the model, and what it does just now.'),
  },
  { $id: 'OllamaModel', title: 'OllamaModel', description: 'A model that Ollama has loaded.' },
);
export type OllamaModel = Static<typeof OllamaModel>;

/** A process of Ollama that stands in none of its lists. */
export const OllamaRunner = Type.Object(
  {
    name: nullable(
      text('Name of the model, where this service has seen it loaded before.', 'deepseek-r1:14b'),
      'when it is not known',
    ),
    digest: nullable(
      text(
        'SHA-256 of the file of its weights, in hexadecimal.',
        'a97042e481322bd08c33fb015cd8535c7f11fa2c5c048cba071fec17f5fba80d',
      ),
      'when its command line does not tell it',
    ),
    runner: ref(ModelRunner, 'The process itself.'),
  },
  {
    $id: 'OllamaRunner',
    title: 'OllamaRunner',
    description: 'A process that runs a model of Ollama, and is not in its list of loaded models.',
  },
);
export type OllamaRunner = Static<typeof OllamaRunner>;

/** `/stats/ollama`. */
export const OllamaStats = Type.Object(
  {
    running_models: nullable(
      count(
        'How many models are loaded; 0 when Ollama is not there, null when it is there and could not be read.',
        { example: 1 },
      ),
    ),
    models: list(
      'The loaded models in the order of Ollama, latest expiry first; empty also when they are not known.',
      ref(OllamaModel),
    ),
    loading: list(
      'Models that are being loaded or let go, which Ollama does not list: their processes.',
      ref(OllamaRunner),
    ),
    orphans: list(
      'Processes of models whose Ollama has ended: nobody uses or ends them, and they hold their memory.',
      ref(OllamaRunner),
    ),
    queue_at_most: nullable(
      count(
        'How many requests may wait in Ollama for a slot, at most: its connections without those that are being ' +
          'answered; clients that keep an idle connection count too.',
        { example: 0 },
      ),
      'when that cannot be seen from here',
    ),
    available: flag('Whether Ollama answers and its models could be read.'),
    state: oneOf(
      'How Ollama answers: "ok"; "absent" when nothing listens there; "timeout"; "unauthorized" when it, or a ' +
        'proxy in front of it, refuses (status 401 or 403); "malformed" when the answer is not that of Ollama; ' +
        '"too_large" when it is longer than 1 MiB; "failed" for anything else.',
      ollamaStates,
    ),
    reason: nullable(text('Why the state is not "ok", in a sentence; null when it is.')),
    remedy: nullable(text('What the operator can do about it; null when nothing is needed or known.')),
    version: nullable(text('Version of Ollama; null when it did not tell.', '0.33.0')),
    url: nullable(
      text(
        'Where Ollama is asked (OLLAMA_HOST), without credentials; null when the asking itself went wrong.',
        'http://127.0.0.1:11434',
      ),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'OllamaStats', title: 'OllamaStats', description: 'Ollama and the models it has loaded.' },
);
export type OllamaStats = Static<typeof OllamaStats>;
