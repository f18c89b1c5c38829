import { OllamaModel, OllamaRunner, OllamaStats } from '../../../schemas/ollama.js';
import { ModelRunner, RunnerCard } from '../../../schemas/runner.js';
import { isSound } from '../../../schemas/states.js';
import type { Problem } from '../../../src/failures.js';
import {
  ollamaReader,
  ollamaReadingOf,
  type OllamaModelReading,
  type OllamaReading,
} from '../../../src/readers/ollama/reader.js';
import type { SeenElsewhere, UnlistedRunner } from '../../../src/readers/ollama/runners.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { historyMetric } from '../../core/domain/history-metric.js';
import { inGigabytes, shownAs, sumOf } from '../../core/domain/rounding.js';
import { runnerHistory } from '../runner/history.js';
import { presentRunner } from '../runner/present.js';
import { ollamaMetrics } from './metrics.js';

/** `/stats/ollama`: the models Ollama has loaded. An Ollama that does not answer is a fact about the host: 200. */
export const ollama = domain({
  name: 'ollama',
  summary: 'Running Ollama models',
  description:
    'The models Ollama has loaded, where they lie and how long they stay, from its /api/ps and /api/version; the process ' +
    'of each, and what it does just now, from the process itself (docs/models.md). ' +
    'Always 200: that Ollama is not there, or does not answer rightly, is said by `state`, `reason` and `remedy`.',
  tag: 'Ollama',
  schema: OllamaStats,
  components: [RunnerCard, ModelRunner, OllamaModel, OllamaRunner],
  history: historyMetrics(),
  historyEvery,
  // Longer than the reader waits for Ollama, so that its own words say what is wrong.
  deadline: 3,
  reader: (host, _, seen: SeenElsewhere) => ollamaReader(host, seen),
  implausible: ({ implausible }) => implausible,
  present: ({ state, reason, remedy, models, loading, orphans, queueAtMost, version, url, implausible }) => ({
    running_models: models?.length ?? null,
    models: models?.map(presentModel) ?? [],
    loading: loading.map(presentUnlisted),
    orphans: orphans.map(presentUnlisted),
    queue_at_most: queueAtMost,
    available: state === 'ok',
    state,
    reason,
    remedy,
    version,
    url,
    implausible: reasonsOf(implausible),
  }),
  readingOf: ollamaReadingOf,
  problems,
  metrics: ollamaMetrics,
});

/** An honest rate of tokens needs a look each second, also while nobody watches; who loads a model is seen soon. */
function historyEvery({ state, models, loading }: OllamaReading): number {
  const isRunning = loading.length > 0 || (models ?? []).some(({ runner }) => runner.pid !== null);
  return isRunning ? 1_000 : state === 'ok' ? 10_000 : 60_000;
}

/** What history keeps. */
function historyMetrics(): HistoryMetric<OllamaReading>[] {
  return [
    historyMetric(
      'ollama.running_models',
      'count',
      'How many models are loaded.',
      ({ models }) => models?.length ?? null,
    ),
    historyMetric('ollama.vram_bytes', 'bytes', 'GPU memory of all loaded models.', ({ models }) =>
      vramOf(models),
    ),
    ...runnerHistory<OllamaReading>('ollama', ({ models }) =>
      (models ?? []).map(({ name, model, runner }) => ({ name: name ?? model, runner })),
    ),
  ];
}

function vramOf(models: readonly { sizeVram: number | null }[] | null): number | null {
  return models === null ? null : sumOf(models.map(({ sizeVram }) => sizeVram));
}

function presentModel(model: OllamaModelReading): OllamaModel {
  return {
    name: model.name ?? model.model,
    size_gb: inGigabytes(model.size),
    vram_gb: inGigabytes(model.sizeVram),
    processor: model.processor,
    expires_at: model.expiresAt,
    model: model.model,
    digest: model.digest,
    format: model.format,
    family: model.family,
    families: model.families,
    parameter_size: model.parameterSize,
    quantization: model.quantization,
    context_length: model.contextLength,
    size_bytes: model.size,
    vram_bytes: model.sizeVram,
    cpu_percent: model.cpuPercent,
    gpu_percent: model.gpuPercent,
    expires_in_seconds: shownAs('seconds', model.expiresIn),
    keeps_forever: model.keepsForever,
    runner: presentRunner(model.runner),
  };
}

function presentUnlisted({ name, digest, runner }: UnlistedRunner): OllamaRunner {
  return { name, digest, runner: presentRunner(runner) };
}

function problems({ state, reason, remedy }: OllamaReading): Problem[] {
  if (isSound(state)) return [];
  return [{ domain: 'ollama', code: state, detail: reason ?? `Ollama is ${state}`, reason, remedy }];
}
