import { CpuStats } from '../../schemas/cpu.js';
import { DiskStats } from '../../schemas/disk.js';
import { GpuStats, type Gpu } from '../../schemas/gpu/gpu.js';
import { MemoryStats } from '../../schemas/memory.js';
import { OllamaStats } from '../../schemas/ollama.js';
import { Summary, SummaryGpu } from '../../schemas/summary.js';
import { derived } from '../core/domain/derived.js';
import { inGigabytes, percentOf } from '../core/domain/rounding.js';

/** `/stats/summary`: the machine in short texts. */
export const summary = derived({
  name: 'summary',
  summary: 'Everything in short texts',
  description:
    'The machine at a glance, in the texts of the original service. Numbers stand in their shortest form; what is ' +
    'unknown is "n/a".',
  tag: 'Overview',
  schema: Summary,
  components: [SummaryGpu],
  needs: { cpu: CpuStats, memory: MemoryStats, disk: DiskStats, gpu: GpuStats, ollama: OllamaStats },
  combine: ({ cpu, memory, disk, gpu, ollama }) => {
    const gpus = (gpu?.gpus ?? []).map(gpuTexts);
    return {
      cpu_usage: percentText(cpu?.usage_percent),
      ram_usage: fillText(memory?.used_gb, memory?.total_gb, memory?.percent),
      disk_usage: percentText(disk?.percent),
      ...Object.fromEntries(
        gpus.flatMap(({ index, usage, vram }) => [
          [`gpu_${index}_usage`, usage],
          [`gpu_${index}_vram`, vram],
        ]),
      ),
      ollama_models: ollama?.running_models ?? null,
      gpus,
    };
  },
});

function gpuTexts(gpu: Gpu) {
  return {
    index: gpu.index,
    id: gpu.id,
    name: gpu.name,
    usage: percentText(gpu.usage_percent),
    vram: memoryText(gpu.usable_memory_used_bytes, gpu.usable_memory_total_bytes),
  };
}

/** What a model can use: of a processor's graphics that is more than what the firmware sets aside. */
function memoryText(used: number | null, total: number | null): string {
  return fillText(inGigabytes(used), inGigabytes(total), percentOf(used, total, 'finePercent'));
}

const unknown = 'n/a';

function percentText(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : `${value}%`;
}

function fillText(
  used: number | null | undefined,
  total: number | null | undefined,
  percent: number | null | undefined,
) {
  const known = typeof used === 'number' && typeof total === 'number';
  if (!known) return unknown;
  return `${used} GB / ${total} GB (${percentText(percent)})`;
}
