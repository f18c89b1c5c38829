import * as api from './api/sdk.gen.js';
import { createClient, createConfig } from './api/client/index.js';
import type { Gpu, Summary } from './api/types.gen.js';
import { usage, type Consume } from './consumer.js';

export const consume: Consume = async (url, key) => {
  const client = createClient(createConfig({ baseUrl: url, auth: key }));
  const gpu = await api.getGpu({ client, throwOnError: true });
  const nvidia = await api.getGpuNvidia({ client, throwOnError: true });
  const amd = await api.getGpuAmd({ client, throwOnError: true });
  const summary = await api.getSummary({ client, throwOnError: true });
  const wrong = await api.getStats({ client, query: { only: 'cpx' } });
  const throwing = { client, throwOnError: true } as const;
  await Promise.all([
    api.getIndex(throwing),
    api.getStats(throwing),
    api.getCpu(throwing),
    api.getMemory(throwing),
    api.getDisk(throwing),
    api.getNetwork(throwing),
    api.getHost(throwing),
    api.getOllama(throwing),
    api.getModels(throwing),
    api.getSensors(throwing),
    api.getProcesses(throwing),
    api.getStatsHistory({ ...throwing, query: { metric: 'cpu.usage_percent' } }),
    api.getStatsHistoryMetrics(throwing),
    api.getGpuIntel(throwing),
    api.getGpuApple(throwing),
    api.getGpuJetson(throwing),
    api.getGpuOther(throwing),
    api.getHealthLive(throwing),
    api.getHealthReady(throwing),
  ]);
  if (wrong.error === undefined) throw new Error('a wrong query is an error');

  const cards: Gpu[] = [...nvidia.data.gpus, ...amd.data.gpus];
  const made: Summary = { ...summary.data, cpu_usage: '0%', gpus: [] };
  if (cards.length !== gpu.data.gpus.length || made.gpus.length > 0)
    throw new Error('cards are lost on the way');
  return {
    cards: gpu.data.gpus.map(
      ({ vendor, model, usage_percent }) => `${vendor} ${model} ${usage(usage_percent)}`,
    ),
    summary: [summary.data.ram_usage, summary.data.gpus[0]?.vram ?? 'no card'],
    problem: `${wrong.error.status} ${wrong.error.code}: ${wrong.error.detail}`,
  };
};
