import type { Clock } from '../../clock.js';
import type { HttpSource } from '../../host/host.js';
import { otherOllama } from '../ollama/finding.js';
import { ollamaReader, type OllamaModelReading, type OllamaReading } from '../ollama/reader.js';
import { isOfThisMachine, type SeenElsewhere } from '../ollama/runners.js';
import { servedBy, type ModelServerReading, type ServedModel } from './reading.js';

/** What one further Ollama has loaded, as the first is read; of another machine's no process is looked for here. */
export function otherOllamaReader(clock: Clock, source: HttpSource, seen: SeenElsewhere) {
  const near = isOfThisMachine(source.url) ? seen : nothingSeen;
  return ollamaReader({ ollama: source, clock }, near, otherOllama);
}

const nothingSeen: SeenElsewhere = {
  servers: { read: () => Promise.resolve([]), queueAtMost: () => null },
  cards: () => () => null,
};

/** The same in the form of all servers. */
export function asServer(reading: OllamaReading): ModelServerReading {
  const { state, reason, remedy, version, url, queueAtMost } = reading;
  return {
    ...{ id: url ?? 'ollama', kind: 'ollama', url, isNamed: true, state, reason, remedy, version },
    waiting: queueAtMost,
    models: [
      ...(reading.models ?? []).map(listed),
      ...reading.loading.map(({ name, runner }) => servedBy(runner, name)),
    ],
  };
}

function listed(model: OllamaModelReading): ServedModel {
  const { digest, parameterSize, contextLength, size, sizeVram, runner } = model;
  return { name: model.name ?? model.model, digest, parameterSize, contextLength, size, sizeVram, runner };
}
