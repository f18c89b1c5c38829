import { ask, Refused } from './asking.js';
import { shownModels } from './model-list.js';
import type { Gpu, History, Models, Stats } from './stats.js';
import { Timeline } from './timeline.js';

/** What the plots show: the metrics of history, and how each is read from a frame. */
const ofMachine: Record<string, (stats: Stats) => number | null | undefined> = {
  'cpu.usage_percent': ({ cpu }) => cpu?.usage_percent,
  'memory.percent': ({ memory }) => memory?.percent,
  'disk.read_bytes_per_second': ({ disk }) => disk?.read_bytes_per_second,
  'disk.written_bytes_per_second': ({ disk }) => disk?.written_bytes_per_second,
  'network.received_bytes_per_second': ({ network }) => network?.received_bytes_per_second,
  'network.sent_bytes_per_second': ({ network }) => network?.sent_bytes_per_second,
};
const ofCard: Record<string, (gpu: Gpu) => number | null> = {
  'gpu.usage_percent': ({ usage_percent }) => usage_percent,
  'gpu.vram_used_percent': ({ vram_used_percent }) => vram_used_percent,
};
const metrics = [
  ...Object.keys(ofMachine),
  ...Object.keys(ofCard),
  'ollama.tokens_per_second',
  'models.tokens_per_second',
];

/** How many points a plot has at most; more than there are pixels would show nothing more. */
const points = 300;

/** How the metric of a card or a model is called among all columns. */
export function columnOf(metric: string, instance: string | null): string {
  return instance === null ? metric : `${metric} ${instance}`;
}

/** What one frame adds to the plots, and what is known of other servers of models. */
export function valuesOf(stats: Stats, others: Models | null): Map<string, number | null> {
  const values = new Map(Object.entries(ofMachine).map(([metric, read]) => [metric, read(stats) ?? null]));
  for (const gpu of stats.gpu?.gpus ?? []) {
    for (const [metric, read] of Object.entries(ofCard)) values.set(columnOf(metric, gpu.id), read(gpu));
  }
  for (const { metric, name, runner } of shownModels(stats, others)) {
    if (metric !== null) values.set(columnOf(metric, name), runner.tokens_per_second);
  }
  return values;
}

/** An empty timeline for plots that reach `span` seconds back. */
export function emptyTimeline(span: number): Timeline {
  return new Timeline(Math.ceil(span / points), span);
}

/**
 * The last `span` seconds of all plots as the service has kept them. Null when it keeps no history. Throws `Refused`
 * and what fetch throws.
 */
export async function pastOf(span: number, key: string | null): Promise<Timeline | null> {
  const query = new URLSearchParams({
    ...{ metric: metrics.join(), from: `-${span}s`, step: `${Math.ceil(span / points)}s` },
  });
  const answer = await ask(`stats/history?${query.toString()}`, { key }).catch((thrown: unknown) => {
    if (thrown instanceof Refused && thrown.status !== 401 && thrown.status !== 429) return null;
    throw thrown;
  });
  if (answer === null) return null;
  const { at, series, step_seconds } = (await answer.json()) as History;
  const timeline = new Timeline(step_seconds, span);
  const columns = series.map(({ metric, instance, avg }) => [columnOf(metric, instance), avg] as const);
  timeline.seed(
    at.map((instant) => Date.parse(instant) / 1000),
    new Map(columns),
  );
  return timeline;
}
