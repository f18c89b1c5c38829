import { Type, type Static } from '@sinclair/typebox';
import { count, list, nullable, ordinal, ref, sampledAt, text } from './units.js';

export const SummaryGpu = Type.Object(
  {
    index: ordinal('Place of the card in `gpus` of `/stats/gpu`.', { example: 0 }),
    id: text('What identifies the card: its UUID, else its PCI address.'),
    name: nullable(text('Name of the card.', 'NVIDIA GeForce RTX 4090'), 'when the card never told it'),
    usage: text('How busy it was, or "n/a".', '0%'),
    vram: text(
      'The memory that programs on it can have (`usable_memory_…_bytes` of `/stats/gpu`), or "n/a".',
      '0.06 GB / 15.92 GB (0.35%)',
    ),
  },
  { $id: 'SummaryGpu', title: 'SummaryGpu', description: 'One card in words.' },
);

export const Summary = Type.Object(
  {
    cpu_usage: text('How busy the processor was, or "n/a".', '15.2%'),
    ram_usage: text('Memory in use, or "n/a".', '1.65 GB / 31.32 GB (5.3%)'),
    disk_usage: text('How full the root file system is, or "n/a".', '45.8%'),
    ollama_models: nullable(
      count('How many models Ollama has loaded; null when it does not answer rightly.', { example: 1 }),
    ),
    gpus: list('The texts of every card, for typed clients.', ref(SummaryGpu)),
    sampled_at: sampledAt(),
  },
  {
    $id: 'Summary',
    title: 'Summary',
    description:
      'The machine in short texts. Besides the properties listed here, every card i (its place in `gpus` of ' +
      '`/stats/gpu`) has `gpu_<i>_usage` ("0%") and `gpu_<i>_vram` ("0.06 GB / 15.92 GB (0.35%)").',
    additionalProperties: true,
  },
);
export type Summary = Static<typeof Summary>;
