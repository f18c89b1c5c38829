import { Type, type Static } from '@sinclair/typebox';
import { bytes, count, nullable, finePercent, text } from '../units.js';
import { gpuProperties, vendorStats } from './gpu.js';

/** A GPU of a Mac: the fields of every card and what only the I/O Registry tells. */
export const AppleGpu = Type.Object(
  {
    ...gpuProperties,
    kernel_driver: nullable(
      text('Class of its driver in the I/O Registry.', 'AGXAcceleratorG15X'),
      'when the I/O Registry does not tell it',
    ),
    cores: nullable(count('Number of its cores; null where not told.', { example: 16 })),
    renderer_percent: nullable(
      finePercent('How busy the part was that draws pixels.'),
      'when the I/O Registry does not tell it',
    ),
    tiler_percent: nullable(
      finePercent('How busy the part was that sorts geometry.'),
      'when the I/O Registry does not tell it',
    ),
    system_memory_used_bytes: nullable(
      bytes("The system's memory that it uses.", { example: 1154580480 }),
      'when the I/O Registry does not tell it',
    ),
    system_memory_allocated_bytes: nullable(
      bytes("The system's memory that is set aside for it."),
      'when the I/O Registry does not tell it',
    ),
  },
  { $id: 'AppleGpu', title: 'AppleGpu', description: 'A GPU of a Mac.' },
);
export type AppleGpu = Static<typeof AppleGpu>;

/** `/stats/gpu/apple`. */
export const AppleStats = vendorStats('AppleStats', 'The GPUs of a Mac.', AppleGpu);
export type AppleStats = Static<typeof AppleStats>;
