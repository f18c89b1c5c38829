import { Type, type Static } from '@sinclair/typebox';
import { CpuStats } from './cpu.js';
import { DiskStats } from './disk.js';
import { GpuStats } from './gpu/gpu.js';
import { HostStats } from './host.js';
import { MemoryStats } from './memory.js';
import { NetworkStats } from './network.js';
import { OllamaStats } from './ollama.js';
import { Problem } from './problem.js';
import { list, nullable, ref, sampledAt } from './units.js';

/** The domains of `/stats`, in its order: those of the original service first. */
export const statsDomains = {
  cpu: CpuStats,
  memory: MemoryStats,
  disk: DiskStats,
  gpu: GpuStats,
  network: NetworkStats,
  ollama: OllamaStats,
  host: HostStats,
};
export type StatsDomain = keyof typeof statsDomains;

/** Their names, in the order of the body. */
export const statsDomainNames = Object.keys(statsDomains) as StatsDomain[];

const anyName = `(${statsDomainNames.join('|')})`;

/** The query parameter `only` of `/stats` and of the stream. */
export const onlyParameter = Type.String({
  description: `The domains wanted, separated by commas: ${statsDomainNames.join(', ')}. The others are null.`,
  examples: ['cpu,gpu'],
  pattern: `^${anyName}(,${anyName})*$`,
});

export const Stats = Type.Object(
  {
    cpu: nullable(ref(CpuStats, 'As `/stats/cpu`; null when it could not be read or was not asked for.')),
    memory: nullable(
      ref(MemoryStats, 'As `/stats/memory`; null when it could not be read or was not asked for.'),
    ),
    disk: nullable(ref(DiskStats, 'As `/stats/disk`; null when it could not be read or was not asked for.')),
    gpu: nullable(ref(GpuStats, 'As `/stats/gpu`; null when it could not be read or was not asked for.')),
    network: nullable(
      ref(NetworkStats, 'As `/stats/network`; null when it could not be read or was not asked for.'),
    ),
    ollama: nullable(
      ref(OllamaStats, 'As `/stats/ollama`; null when it could not be read or was not asked for.'),
    ),
    host: nullable(ref(HostStats, 'As `/stats/host`; null when it could not be read or was not asked for.')),
    sampled_at: sampledAt(),
    problems: list('What is broken on the host or could not be read; empty when all is well.', ref(Problem)),
  },
  {
    $id: 'Stats',
    title: 'Stats',
    description: 'All domains at once, each exactly as its own route shows it.',
  },
);
export type Stats = Static<typeof Stats>;
