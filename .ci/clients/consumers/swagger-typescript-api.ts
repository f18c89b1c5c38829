import { Api, type Gpu, type HttpResponse, type ProblemDetails, type Summary } from './api.js';
import { usage, type Consume } from './consumer.js';

export const consume: Consume = async (url, key) => {
  const api = new Api({ baseUrl: url, baseApiParams: { headers: { 'x-api-key': key } } });
  const { data: gpu } = await api.stats.getGpu();
  const { data: nvidia } = await api.stats.getGpuNvidia();
  const { data: amd } = await api.stats.getGpuAmd();
  const { data: summary } = await api.stats.getSummary();
  const problem = await api.stats.getStats({ only: 'cpx' }).then(
    () => null,
    (answer: HttpResponse<unknown, ProblemDetails>) => answer.error,
  );
  await Promise.all([
    api.getIndex(),
    api.stats.getStats(),
    api.stats.getCpu(),
    api.stats.getMemory(),
    api.stats.getDisk(),
    api.stats.getNetwork(),
    api.stats.getHost(),
    api.stats.getOllama(),
    api.stats.getModels(),
    api.stats.getSensors(),
    api.stats.getProcesses(),
    api.stats.getStatsHistory({ metric: 'cpu.usage_percent' }),
    api.stats.getStatsHistoryMetrics(),
    api.stats.getGpuIntel(),
    api.stats.getGpuApple(),
    api.stats.getGpuJetson(),
    api.stats.getGpuOther(),
    api.health.getHealthLive(),
    api.health.getHealthReady(),
  ]);
  if (problem === null) throw new Error('a wrong query is an error');

  const cards: Gpu[] = [...nvidia.gpus, ...amd.gpus];
  const made: Summary = { ...summary, cpu_usage: '0%', gpus: [] };
  if (cards.length !== gpu.gpus.length || made.gpus.length > 0) throw new Error('cards are lost on the way');
  return {
    cards: gpu.gpus.map(({ vendor, model, usage_percent }) => `${vendor} ${model} ${usage(usage_percent)}`),
    summary: [summary.ram_usage, summary.gpus[0]?.vram ?? 'no card'],
    problem: `${problem.status} ${problem.code}: ${problem.detail}`,
  };
};
