import { AppleGpu, AppleStats } from '../../../../schemas/gpu/apple.js';
import { appleReader, type AppleCard } from '../../../../src/readers/gpu/apple/reader.js';
import { roundedOrNull } from '../../../core/domain/rounding.js';
import { gpuVendor } from '../vendor.js';

/** `/stats/gpu/apple`: the GPUs of a Mac. */
export const apple = gpuVendor({
  vendor: 'apple',
  type: 'Apple',
  summary: 'GPUs of a Mac',
  description:
    'The GPUs of a Mac as ioreg prints them from the I/O Registry, which needs no rights. Apple silicon shares the ' +
    "system's memory, and tells neither its temperature nor its power there.",
  schema: AppleStats,
  components: [AppleGpu],
  reader: appleReader,
  extend: (card: AppleCard) => ({
    kernel_driver: card.kernelDriver,
    cores: card.cores,
    renderer_percent: roundedOrNull(card.rendererPercent, 2),
    tiler_percent: roundedOrNull(card.tilerPercent, 2),
    system_memory_used_bytes: card.systemMemoryUsed,
    system_memory_allocated_bytes: card.systemMemoryAllocated,
  }),
  deadline: 3,
});
