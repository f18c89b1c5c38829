import { AppleGpu, AppleStats } from '../../../../schemas/gpu/apple.js';
import { appleBounds, appleReader, type AppleCard } from '../../../../src/readers/gpu/apple/reader.js';
import { shownAs } from '../../../core/domain/rounding.js';
import { field, type Own, type Rows } from '../row.js';
import { gpuVendor } from '../vendor.js';

/** What only the I/O Registry tells. */
const rows: Rows<AppleCard, Own<typeof AppleGpu>> = {
  kernel_driver: field((card) => card.kernelDriver),
  cores: field((card) => card.cores),
  renderer_percent: field((card) => shownAs('finePercent', card.rendererPercent)),
  tiler_percent: field((card) => shownAs('finePercent', card.tilerPercent)),
  system_memory_used_bytes: field((card) => card.systemMemoryUsed),
  system_memory_allocated_bytes: field((card) => card.systemMemoryAllocated),
};

/** `/stats/gpu/apple`: the GPUs of a Mac. */
export const apple = gpuVendor({
  vendor: 'apple',
  type: 'Apple',
  summary: 'GPUs of a Mac',
  description:
    'The GPUs of a Mac as ioreg prints them from the I/O Registry, which needs no rights. Apple silicon shares the ' +
    "system's memory, and tells neither its temperature nor its power there.",
  schema: AppleStats,
  card: AppleGpu,
  reader: appleReader,
  bounds: appleBounds,
  rows,
  deadline: 3,
});
