import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';
import { usage, type Consume } from './consumer.js';

type Gpu = components['schemas']['Gpu'];
type Summary = components['schemas']['Summary'];

export const consume: Consume = async (url, key) => {
  const client = createClient<paths>({ baseUrl: url, headers: { 'x-api-key': key } });
  const gpu = await client.GET('/stats/gpu');
  const nvidia = await client.GET('/stats/gpu/nvidia');
  const amd = await client.GET('/stats/gpu/amd');
  const summary = await client.GET('/stats/summary');
  const wrong = await client.GET('/stats', { params: { query: { only: 'cpx' } } });
  const others = [
    client.GET('/'),
    client.GET('/stats'),
    client.GET('/stats/cpu'),
    client.GET('/stats/memory'),
    client.GET('/stats/disk'),
    client.GET('/stats/network'),
    client.GET('/stats/host'),
    client.GET('/stats/ollama'),
    client.GET('/stats/models'),
    client.GET('/stats/sensors'),
    client.GET('/stats/processes'),
    client.GET('/stats/history', { params: { query: { metric: 'cpu.usage_percent' } } }),
    client.GET('/stats/history/metrics'),
    client.GET('/stats/gpu/intel'),
    client.GET('/stats/gpu/apple'),
    client.GET('/stats/gpu/jetson'),
    client.GET('/stats/gpu/other'),
    client.GET('/health/live'),
    client.GET('/health/ready'),
  ];
  for (const { data, error } of await Promise.all(others)) if (data === undefined) throw error;
  if (gpu.data === undefined || nvidia.data === undefined || amd.data === undefined) throw gpu.error;
  if (summary.data === undefined || wrong.error === undefined) throw summary.error;

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
