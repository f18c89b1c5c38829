import { Type, type Static } from '@sinclair/typebox';
import { ModelRunner } from './runner.js';
import { bytes, count, implausible, list, nullable, oneOf, ref, sampledAt, text } from './units.js';

/** What serves models; the words are part of the API. */
export const modelServerKinds = ['ollama', 'llama-server', 'vllm'] as const;

/** What a server can be in; the words are part of the API. */
export const modelServerStates = [
  'ok',
  'absent',
  'loading',
  'gone',
  'unreachable',
  'timeout',
  'unauthorized',
  'failed',
  'malformed',
  'too_large',
] as const;

/** A server of models. */
export const ModelServer = Type.Object(
  {
    id: text(
      'What tells it from the others, in `models[].server` too: its address, else its process.',
      'http://127.0.0.1:11434',
    ),
    kind: nullable(
      oneOf('What serves: "ollama", "llama-server" (of llama.cpp) or "vllm".', modelServerKinds),
      'while a server that the settings name has not told yet what it is',
    ),
    url: nullable(text('Where it is asked, without credentials.', 'http://127.0.0.1:8080'), 'when it is not'),
    state: oneOf(
      'How it answers: "ok"; "absent" when nothing listens there; "loading" its model; "gone" when its process has ' +
        'ended; "unreachable" when one that was found cannot be asked; the others as of `/stats/ollama`. A server that ' +
        'the settings name is a problem of `/stats` unless it is "ok" or "loading".',
      modelServerStates,
    ),
    reason: nullable(text('Why the state is not "ok", in a sentence; null when it is.')),
    remedy: nullable(text('What can be done about it; null when nothing is needed or known.')),
    version: nullable(text('Its version.', '0.33.0'), 'when it does not tell'),
    requests_waiting: nullable(
      count('Requests that wait in it for their turn; of Ollama at most so many.', { example: 0 }),
      'when that is not told',
    ),
  },
  {
    $id: 'ModelServer',
    title: 'ModelServer',
    description: 'A server of models on this machine, or named in the settings.',
  },
);
export type ModelServer = Static<typeof ModelServer>;

/** A model that a server has loaded. */
export const Model = Type.Object(
  {
    server: text('The `id` of its server.', 'http://127.0.0.1:11434'),
    kind: oneOf('The kind of its server.', modelServerKinds),
    name: nullable(text('What the model is asked for by.', 'deepseek-r1:14b'), 'when it is not told'),
    digest: nullable(
      text(
        'SHA-256 of the manifest, in hexadecimal.',
        'c333b7232bdb521236694ffbb5f5a6b11cc45d98e9142c73123b670fca400b09',
      ),
      'when its server is no Ollama, and while it is being loaded',
    ),
    parameter_size: nullable(
      text('Number of its parameters, as Ollama writes it.', '14.8B'),
      'when it is not told',
    ),
    context_length: nullable(
      count('Tokens that the context of one request can hold.', { example: 16384 }),
      'when it is not told',
    ),
    size_bytes: nullable(
      bytes('What the server says that the model takes altogether.', { example: 14218500096 }),
      'when it does not say',
    ),
    vram_bytes: nullable(
      bytes('The part of it in GPU memory, as the server says.', { example: 7330822144 }),
      'when it does not say',
    ),
    runner: ref(ModelRunner, 'The process that runs the model, and what it does just now.'),
  },
  {
    $id: 'Model',
    title: 'Model',
    description: 'A model that a server has loaded, and the process that runs it.',
  },
);
export type Model = Static<typeof Model>;

const properties = {
  servers: list(
    'The servers: Ollama first, then those named in the settings, then those found.',
    ref(ModelServer),
  ),
  models: list('Their models, in the order of the servers.', ref(Model)),
  reason: nullable(text('Why servers may be missing, a sentence; null when all processes were seen.')),
  implausible: implausible(),
  sampled_at: sampledAt(),
};

/** The servers beside Ollama; no route shows it by itself. */
export const OtherModels = Type.Object(properties, {
  $id: 'OtherModels',
  title: 'OtherModels',
  description: 'The servers of models beside Ollama, and their models.',
});
export type OtherModels = Static<typeof OtherModels>;

/** `/stats/models`. */
export const ModelsStats = Type.Object(properties, {
  $id: 'ModelsStats',
  title: 'ModelsStats',
  description: 'Every server of models, whichever it is, and the models that they have loaded.',
});
export type ModelsStats = Static<typeof ModelsStats>;
