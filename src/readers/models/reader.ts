import type { Implausible, Tell } from '../../bounds.js';
import { asFailure, Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import type { ModelRunnerReading } from '../model-servers/model-runner-reading.js';
import { modelRunner } from '../model-servers/model-runner.js';
import type { RunnerReading } from '../model-servers/reading.js';
import type { SeenElsewhere } from '../ollama/runners.js';
import type { Reader } from '../reader.js';
import { modelName } from './model-name.js';
import { NamedServer } from './named-server.js';
import { asServer, otherOllamaReader } from './other-ollama.js';
import { servedBy, type ModelServerReading, type ModelsReading } from './reading.js';

type NamedByHost = Pick<Host, 'clock' | 'otherOllamas' | 'modelServers'>;

/**
 * Reads the servers of models beside the Ollama of `/stats/ollama`: those that the settings name, and those of this machine
 * that were found by their processes. A server that is both is one. Throws a Failure where processes are not told and
 * none is named.
 */
export function modelsReader(host: NamedByHost, seen: SeenElsewhere): Reader<ModelsReading> {
  const ollamas = host.otherOllamas.map((source) => otherOllamaReader(host.clock, source, seen));
  const named = host.modelServers.map((source) => new NamedServer(host.clock, source));
  const isAnyNamed = ollamas.length + named.length > 0;
  return async () => {
    const [found, others] = await Promise.all([
      seen.servers.read().catch(asFailure),
      Promise.all(ollamas.map(async (read) => read())),
      Promise.all(named.map((server) => server.poll())),
    ]);
    if (found instanceof Failure && !isAnyNamed) throw found;
    const implausible: Implausible[] = others.flatMap((one) => one.implausible);
    const tell: Tell = (one) => implausible.push(one);
    const processes = found instanceof Failure ? [] : found.filter(({ isOllamas }) => !isOllamas);
    const cards = processes.length === 0 ? () => null : seen.cards();
    const asked = named.map((server) => {
      const of = processes.find(({ namedAs }) => namedAs === server.url);
      return server.reading(of === undefined ? null : { of, cards: cards(of.pid) }, tell);
    });
    const nameless = processes.filter(({ namedAs }) => namedAs === null);
    return {
      servers: [
        ...others.map(asServer),
        ...asked,
        ...nameless.map((process) => ofProcess(process, cards(process.pid), tell)),
      ],
      reason: found instanceof Failure ? found.message : null,
      implausible,
    };
  };
}

function ofProcess(
  process: RunnerReading,
  cards: ModelRunnerReading['cards'],
  tell: Tell,
): ModelServerReading {
  const name = process.alias ?? modelName(process.model, null);
  const runner = modelRunner(process, cards, { of: name ?? `process ${process.pid}`, tell });
  const { kind, port, state } = process;
  const url = port === null ? null : `http://127.0.0.1:${port}`;
  const isWell = state === 'idle' || state === 'prompt' || state === 'generating' || state === 'unsupported';
  return {
    id: url ?? `process ${process.pid}`,
    kind: kind === 'vllm' ? 'vllm' : 'llama-server',
    ...{ url, isNamed: false, state: isWell ? 'ok' : state },
    ...(isWell ? { reason: null, remedy: null } : { reason: runner.reason, remedy: runner.remedy }),
    ...{ version: null, waiting: runner.waiting, models: [servedBy(runner, name)] },
  };
}
