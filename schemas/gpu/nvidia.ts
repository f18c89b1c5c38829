import { Type, type Static } from '@sinclair/typebox';
import { bytes, nullable, oneOf, text, watts } from '../units.js';
import { gpuProperties, vendorStats } from './gpu.js';

const modes = ['enabled', 'disabled'] as const;

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
    system_memory_total_bytes: nullable(
      bytes("The system's memory that the card shares; null when it has memory of its own.", {
        example: 130663165952,
      }),
    ),
    system_memory_available_bytes: nullable(
      bytes('How much of that can still be had without swapping; null when the card has memory of its own.'),
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
