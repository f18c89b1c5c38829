import { Type, type Static } from '@sinclair/typebox';
import { bytes, count, list, nullable, oneOf, ordinal, ref, text, watts } from '../units.js';
import { gpuProperties, vendorStats } from './gpu.js';

const modes = ['enabled', 'disabled'] as const;

/** A part of a card that works as a card of its own. */
export const NvidiaMigInstance = Type.Object(
  {
    index: nullable(
      ordinal('Its place among the instances of its card.', { example: 0 }),
      'where the driver does not tell it',
    ),
    id: nullable(text('Its UUID; null when not told.', 'MIG-6c3d3ae5-5e3f-5c3d-a1b1-000000000000')),
    name: nullable(
      text('The product with its profile; null when not told.', 'NVIDIA H100 80GB HBM3 MIG 1g.10gb'),
    ),
    gpu_instance_id: nullable(
      ordinal('The GPU instance it belongs to.', { example: 7 }),
      'where the driver does not tell it',
    ),
    compute_instance_id: nullable(
      ordinal('The compute instance within that.', { example: 0 }),
      'where the driver does not tell it',
    ),
    memory_total_bytes: nullable(
      bytes('Size of its memory.', { example: 10468982784 }),
      'where the driver does not tell it',
    ),
    memory_used_bytes: nullable(bytes('How much of it is in use.'), 'where the driver does not tell it'),
    memory_free_bytes: nullable(bytes('How much of it is free.'), 'where the driver does not tell it'),
  },
  {
    $id: 'NvidiaMigInstance',
    title: 'NvidiaMigInstance',
    description: 'An instance (MIG) of an NVIDIA card.',
  },
);
export type NvidiaMigInstance = Static<typeof NvidiaMigInstance>;

/** Errors of a card's memory. */
export const NvidiaEcc = Type.Object(
  {
    volatile_corrected: nullable(
      count('Errors corrected since the driver was loaded.'),
      'where the driver does not tell it',
    ),
    volatile_uncorrected: nullable(
      count('Errors that could not be corrected since the driver was loaded.'),
      'where the driver does not tell it',
    ),
    aggregate_corrected: nullable(
      count("Errors corrected over the card's life."),
      'where the driver does not tell it',
    ),
    aggregate_uncorrected: nullable(
      count("Errors that could not be corrected over the card's life."),
      'where the driver does not tell it',
    ),
  },
  { $id: 'NvidiaEcc', title: 'NvidiaEcc', description: "Errors of an NVIDIA card's memory." },
);
export type NvidiaEcc = Static<typeof NvidiaEcc>;

/** A card of NVIDIA: what every card has, and what only NVIDIA's driver tells. */
export const NvidiaGpu = Type.Object(
  {
    ...gpuProperties,
    performance_state: nullable(
      text('Performance state, from P0 (fastest) to P15 (slowest); null when not told.', 'P8'),
    ),
    power_instant_watts: nullable(
      watts('Power drawn at this instant; since Ampere `power_watts` is an average over a second.', {
        example: 69.62,
      }),
      'where the driver does not tell it',
    ),
    memory_reserved_bytes: nullable(
      bytes(
        'Memory the driver keeps for itself, which counts neither as used nor as free; null with older drivers.',
        {
          example: 502267904,
        },
      ),
    ),
    ecc_mode: nullable(
      oneOf('Whether the memory corrects errors; null when the card has no such memory.', modes),
    ),
    mig_mode: nullable(
      oneOf(
        'Whether the card can be split into instances (MIG); then its usage is not told. Null when the card has no MIG.',
        modes,
      ),
    ),
    ecc_errors: nullable(
      ref(NvidiaEcc, 'Errors of the memory; null when it corrects none, or when not told (nvidia-smi).'),
    ),
    mig_instances: nullable(
      list(
        'The instances of a card that is split (MIG); empty when it is not, null when not told.',
        ref(NvidiaMigInstance),
      ),
    ),
    system_memory_total_bytes: nullable(
      bytes("The system's memory that the card shares; null when it has memory of its own.", {
        example: 130663165952,
      }),
    ),
    system_memory_available_bytes: nullable(
      bytes('How much of that can still be had without swapping; null when the card has memory of its own.'),
    ),
    nvml_version: nullable(
      text("Version of the driver's library; null unless that was asked.", '13.590.48.01'),
    ),
    cuda_version: nullable(
      text('The newest CUDA the driver can run; null unless its library was asked.', '13.1'),
    ),
  },
  {
    $id: 'NvidiaGpu',
    title: 'NvidiaGpu',
    description: 'One NVIDIA card.',
  },
);
export type NvidiaGpu = Static<typeof NvidiaGpu>;

/** `/stats/gpu/nvidia`. */
export const NvidiaStats = vendorStats('NvidiaStats', 'The NVIDIA cards of the machine.', NvidiaGpu);
export type NvidiaStats = Static<typeof NvidiaStats>;
