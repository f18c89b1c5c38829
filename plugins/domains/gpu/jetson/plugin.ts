import { JetsonGpu, JetsonStats } from '../../../../schemas/gpu/jetson.js';
import { jetsonReader } from '../../../../src/readers/gpu/jetson/reader.js';
import { jetsonBounds, type JetsonCard } from '../../../../src/readers/gpu/jetson/card.js';
import { shownAs } from '../../../core/domain/rounding.js';
import { field, type Own, type Rows } from '../row.js';
import { gpuVendor } from '../vendor.js';

/** What only these boards tell. */
const rows: Rows<JetsonCard, Own<typeof JetsonGpu>> = {
  clock_max_mhz: field((card) => shownAs('megahertz', card.maxMhz)),
  power_rail: field((card) => card.powerRail),
  system_memory_total_bytes: field((card) => card.systemMemory?.total ?? null),
  system_memory_available_bytes: field((card) => card.systemMemory?.available ?? null),
};

/** `/stats/gpu/jetson`: the GPU of a Jetson up to Orin. */
export const jetson = gpuVendor({
  vendor: 'jetson',
  type: 'Jetson',
  summary: 'GPU of a Jetson',
  description:
    "The GPU of an NVIDIA Jetson up to Orin as its driver and the board's sensors tell of it in /sys; what they leave " +
    "unknown is told by tegrastats. Later boards answer as NVIDIA's cards do. It shares the system's memory and has " +
    'none of its own.',
  schema: JetsonStats,
  card: JetsonGpu,
  reader: jetsonReader,
  bounds: jetsonBounds,
  rows,
  deadline: 4,
});
