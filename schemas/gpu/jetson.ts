import { Type, type Static } from '@sinclair/typebox';
import { bytes, megahertz, nullable, text } from '../units.js';
import { gpuProperties, vendorStats } from './gpu.js';

/** The GPU of a Jetson: the fields of every card and what only these boards tell. */
export const JetsonGpu = Type.Object(
  {
    ...gpuProperties,
    clock_max_mhz: nullable(
      megahertz('The highest clock that is allowed.', { example: 1300.5 }),
      'where the driver does not tell it',
    ),
    power_rail: nullable(
      text(
        'The supply rail that `power_watts` is of; most feed more than the GPU. Null when none is known.',
        'VDD_GPU_SOC',
      ),
    ),
    system_memory_total_bytes: nullable(
      bytes("The system's memory, which the GPU shares."),
      'where the system does not tell it',
    ),
    system_memory_available_bytes: nullable(
      bytes('How much of that can still be had without swapping.'),
      'where the system does not tell it',
    ),
  },
  { $id: 'JetsonGpu', title: 'JetsonGpu', description: 'The GPU of an NVIDIA Jetson.' },
);
export type JetsonGpu = Static<typeof JetsonGpu>;

/** `/stats/gpu/jetson`. */
export const JetsonStats = vendorStats('JetsonStats', 'The GPU of an NVIDIA Jetson.', JetsonGpu);
export type JetsonStats = Static<typeof JetsonStats>;
