import { loadavg } from 'node:os';
import si, { type Systeminformation } from 'systeminformation';
import { pause, systemClock } from '../../clock.js';

/** The calls of systeminformation this service uses; see `PortableFacts`. */
export const methods = {
  cpu: () => si.cpu(),
  currentLoad: () => si.currentLoad(),
  mem: () => si.mem(),
  fsSize: () => si.fsSize(),
  networkInterfaces: () => si.networkInterfaces(false),
  networkStats: spaced(510, () => si.networkStats('*')),
  osInfo: () => si.osInfo(),
  cpuTemperature: () => si.cpuTemperature(),
  battery: () => si.battery(),
  processes: () => si.processes(),
  time: () => si.time(),
  loadAverage: () => loadavg(),
  /** On the BSDs the library gives null, whatever its type says. */
  graphics: (): Promise<Systeminformation.GraphicsData | null> => si.graphics(),
};

/** The library repeats its last counters, without errors and drops, when asked again within half a second. */
function spaced<T>(gap: number, call: () => Promise<T>): () => Promise<T> {
  let free: Promise<unknown> = Promise.resolve();
  return async () => {
    const answer = free.then(call);
    const rest = () => pause(systemClock, gap);
    free = answer.then(rest, rest);
    return answer;
  };
}
