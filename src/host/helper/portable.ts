import si from 'systeminformation';

/** The calls of systeminformation this service uses; see `PortableFacts`. */
export const methods = {
  cpu: () => si.cpu(),
  cpuCurrentSpeed: () => si.cpuCurrentSpeed(),
  currentLoad: () => si.currentLoad(),
  mem: () => si.mem(),
  fsSize: () => si.fsSize(),
  networkStats: () => si.networkStats('*'),
  osInfo: () => si.osInfo(),
};
