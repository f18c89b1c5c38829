/**
 * Loaded into the service by `--import`, where a part of the benchmarks asks for it: tells its parent by how much the
 * event loop came late. A timer of 5 ms is what that costs.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolution = 5;
const delays = monitorEventLoopDelay({ resolution });
delays.enable();
process.on('message', (order) => {
  if (order === 'reset') delays.reset();
  if (order !== 'read') return;
  // What is recorded is the time between two turns of the timer.
  const late = (share) => Math.max(0, delays.percentile(share) / 1e6 - resolution);
  process.send?.({ p50: late(50), p99: late(99), max: late(100) });
});
process.channel?.unref();
