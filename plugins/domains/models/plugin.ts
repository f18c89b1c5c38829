import { Model, ModelServer, OtherModels, modelServerStates } from '../../../schemas/models.js';
import {
  modelsReader,
  type ModelServerReading,
  type ModelsReading,
} from '../../../src/readers/models/reader.js';
import type { MemoryOnCards } from '../../../src/readers/model-servers/model-runner-reading.js';
import type { ModelServers } from '../../../src/readers/model-servers/servers.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { runnerHistory } from '../runner/history.js';
import { runnerFamilies, runnerMetrics } from '../runner/metrics.js';
import { presentRunner } from '../runner/present.js';

/**
 * The servers of models beside Ollama. It has no route of its own: `/stats/models` shows it together with Ollama's
 * models.
 */
export const otherModels = domain({
  name: 'other-models',
  summary: 'Servers of models beside Ollama',
  description: 'Servers of models beside Ollama.',
  tag: 'Models',
  schema: OtherModels,
  components: [ModelServer, Model],
  hasRoute: false,
  // Longer than a server is waited for.
  deadline: 3,
  reader: (_, __, seen: { servers: ModelServers; cards: MemoryOnCards }) => modelsReader(seen),
  implausible: ({ implausible }) => implausible,
  present: ({ servers, implausible }) => ({
    servers: servers.map(presentServer),
    models: servers.flatMap(presentModels),
    reason: null,
    implausible: reasonsOf(implausible),
  }),
  history: runnerHistory<ModelsReading>('models', runnersIn),
  historyEvery: ({ servers }) => (servers.length > 0 ? 1_000 : 60_000),
  metrics: {
    metrics: runnerMetrics,
    families: (reading) => runnerFamilies(runnersIn(reading)),
  },
});

function runnersIn({ servers }: ModelsReading) {
  return servers.flatMap(({ kind, models }) =>
    models.map(({ name, digest, runner }) => ({ server: kind, name, digest, runner })),
  );
}

function presentServer({
  id,
  kind,
  url,
  state,
  reason,
  remedy,
  version,
  waiting,
}: ModelServerReading): ModelServer {
  const known = modelServerStates.find((word) => word === state) ?? 'failed';
  return { id, kind, url, state: known, reason, remedy, version, requests_waiting: waiting };
}

function presentModels({ id, kind, models }: ModelServerReading): Model[] {
  return models.map((model) => ({
    server: id,
    kind,
    name: model.name,
    digest: model.digest,
    parameter_size: model.parameterSize,
    context_length: model.contextLength,
    size_bytes: model.size,
    vram_bytes: model.sizeVram,
    runner: presentRunner(model.runner),
  }));
}
