import * as api from './api.js';
import type { Gpu, Summary } from './api.js';
import { usage, type Consume } from './consumer.js';

/** orval's functions ask for paths: where the service is, and with which key, is the business of `fetch`. */
export const consume: Consume = async (url, key) => {
  const fetchAnywhere = globalThis.fetch;
  globalThis.fetch = (path, options) =>
    fetchAnywhere(`${url}${String(path)}`, { ...options, headers: { 'x-api-key': key } });
  const gpu = await api.getGpu();
  const nvidia = await api.getGpuNvidia();
  const amd = await api.getGpuAmd();
  const summary = await api.getSummary();
  const wrong = await api.getStats({ only: 'cpx' });
  const others = await Promise.all([
    api.getIndex(),
    api.getStats(),
    api.getCpu(),
    api.getMemory(),
    api.getDisk(),
    api.getNetwork(),
    api.getHost(),
    api.getOllama(),
    api.getModels(),
    api.getSensors(),
    api.getProcesses(),
    api.getStatsHistory({ metric: 'cpu.usage_percent' }),
    api.getStatsHistoryMetrics(),
    api.getGpuIntel(),
    api.getGpuApple(),
    api.getGpuJetson(),
    api.getGpuOther(),
    api.getHealthLive(),
    api.getHealthReady(),
  ]);
  for (const { status, data } of others) if (status !== 200) throw data;
  if (gpu.status !== 200 || nvidia.status !== 200 || amd.status !== 200) throw gpu.data;
  if (summary.status !== 200) throw summary.data;
  if (wrong.status !== 400) throw new Error('a wrong query is an error');

  const cards: Gpu[] = [...nvidia.data.gpus, ...amd.data.gpus];
  const made: Summary = { ...summary.data, cpu_usage: '0%', gpus: [] };
  if (cards.length !== gpu.data.gpus.length || made.gpus.length > 0)
    throw new Error('cards are lost on the way');
  return {
    cards: gpu.data.gpus.map(
      ({ vendor, model, usage_percent }) => `${vendor} ${model} ${usage(usage_percent)}`,
    ),
    summary: [summary.data.ram_usage, summary.data.gpus[0]?.vram ?? 'no card'],
    problem: `${wrong.data.status} ${wrong.data.code}: ${wrong.data.detail}`,
  };
};
