import { Model, ModelServer, OtherModels, modelServerStates } from '../../../schemas/models.js';
import type { Problem } from '../../../src/failures.js';
import { modelsReader } from '../../../src/readers/models/reader.js';
import type { ModelServerReading, ModelsReading } from '../../../src/readers/models/reading.js';
import type { SeenElsewhere } from '../../../src/readers/ollama/runners.js';
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
  reader: (host, _, seen: SeenElsewhere) => modelsReader(host, seen),
  implausible: ({ implausible }) => implausible,
  present: ({ servers, reason, implausible }) => ({
    servers: servers.map(presentServer),
    models: servers.flatMap(presentModels),
    reason,
    implausible: reasonsOf(implausible),
  }),
  problems: ({ servers }) => servers.filter(isBroken).map(problemOf),
  tellsProblems: ({ modelServerUrls, ollamaHosts }) => modelServerUrls.length + ollamaHosts.length > 0,
  history: runnerHistory<ModelsReading>('models', runnersIn),
  historyEvery: ({ servers }) => (servers.length > 0 ? 1_000 : 60_000),
  metrics: {
    metrics: runnerMetrics,
    families: (reading) => runnerFamilies(runnersIn(reading)),
  },
});

/** One that was found may end as it likes; one that is named should be there. */
function isBroken({ isNamed, state }: ModelServerReading): boolean {
  return isNamed && state !== 'ok' && state !== 'loading';
}

function problemOf({ id, state, reason, remedy }: ModelServerReading): Problem {
  return { domain: 'models', code: state, detail: `${id}: ${reason ?? state}`, reason, remedy };
}

function runnersIn({ servers }: ModelsReading) {
  return servers.flatMap(({ kind, models }) =>
    kind === null ? [] : models.map(({ name, digest, runner }) => ({ server: kind, name, digest, runner })),
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
  if (kind === null) return [];
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
