import { runnerFamilies, runnerMetrics } from '../runner/metrics.js';
import { family, gauge, single, type DomainMetrics } from '../../../src/exposition/metric.js';
import type { OllamaModelReading, OllamaReading } from '../../../src/readers/ollama/reader.js';

/** Of two models of one name, one of which was created anew since, the digest tells them apart. */
const named = ['model', 'digest'];

const up = gauge('ollama_up', '1 when Ollama answers rightly, 0 when it does not or is not there.');
const version = gauge('ollama_version_info', 'Always 1; the label has the version of Ollama.', 'version');
const running = gauge('ollama_running_models', 'Number of models that are loaded.');
const queue = gauge(
  'ollama_queue_requests',
  'Requests that may wait in Ollama for their turn, at most: idle connections of clients count too.',
);
const orphans = gauge(
  'sysmon_model_orphans',
  'Processes of models that are seen and whose Ollama has ended: nobody ends them, and they hold their memory.',
);
const info = gauge(
  'ollama_model_info',
  'Always 1; the labels say what a loaded model is.',
  ...['model', 'family', 'parameter_size', 'quantization_level', 'processor', 'digest'],
);
const memory = gauge(
  'ollama_model_memory_bytes',
  'Memory that a model takes altogether, as Ollama told at loading.',
  ...named,
);
const vram = gauge(
  'ollama_model_vram_bytes',
  'Memory of GPUs that a model takes, as Ollama told at loading.',
  ...named,
);
const gpu = gauge(
  'ollama_model_gpu_ratio',
  'Share of a loaded model that lies on GPUs, as Ollama told.',
  ...named,
);
const context = gauge('ollama_model_context_length', 'Tokens of context of a loaded model.', ...named);
const expiry = gauge(
  'ollama_model_expiry_timestamp_seconds',
  'When a loaded model will be unloaded, seconds since 1970; left out for one that is kept for ever.',
  ...named,
);

/** The metrics of Ollama under the names that its exporters use. */
export const ollamaMetrics: DomainMetrics<OllamaReading> = {
  metrics: [up, version, running, queue, orphans, info, memory, vram, gpu, context, expiry, ...runnerMetrics],
  families: (reading) => {
    const models = reading.models ?? [];
    const digestOf = distinguishing(models);
    const each = (value: (model: OllamaModelReading) => number | null) =>
      models.map((model) => [value(model), nameOf(model), digestOf(model)] as const);
    return [
      single(up, reading.state === 'ok' ? 1 : 0),
      family(version, reading.version === null ? [] : [[1, reading.version]]),
      single(running, reading.models?.length ?? null),
      single(queue, reading.queueAtMost),
      single(orphans, reading.orphans.length),
      family(
        info,
        models.map((model) => [1, nameOf(model), ...described(model), digestOf(model)]),
      ),
      family(
        memory,
        each(({ size }) => size),
      ),
      family(
        vram,
        each(({ sizeVram }) => sizeVram),
      ),
      family(
        gpu,
        each(({ gpuPercent }) => (gpuPercent === null ? null : gpuPercent / 100)),
      ),
      family(
        context,
        each(({ contextLength }) => contextLength),
      ),
      family(expiry, each(expiryOf)),
      ...runnerFamilies(
        models.map((model) => ({
          server: 'ollama',
          name: nameOf(model),
          digest: model.digest,
          runner: model.runner,
        })),
      ),
    ];
  },
};

function nameOf(model: OllamaModelReading): string | null {
  return model.name ?? model.model;
}

/** Gives the digest of a model where another one has its name; else null. */
function distinguishing(models: readonly OllamaModelReading[]): (model: OllamaModelReading) => string | null {
  const counts = new Map<string | null, number>();
  for (const model of models) counts.set(nameOf(model), (counts.get(nameOf(model)) ?? 0) + 1);
  return (model) => ((counts.get(nameOf(model)) ?? 0) > 1 ? model.digest : null);
}

function described(model: OllamaModelReading): (string | null)[] {
  return [model.family, model.parameterSize, model.quantization, model.processor];
}

function expiryOf({ expiresAt, keepsForever }: OllamaModelReading): number | null {
  const milliseconds = Date.parse(expiresAt ?? '');
  return keepsForever !== false || Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
