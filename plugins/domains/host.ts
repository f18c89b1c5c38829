import { HostStats } from '../../schemas/host.js';
import { hostReader } from '../../src/readers/host.js';
import { portableHostReader } from '../../src/readers/portable/host.js';
import { domain } from '../core/domain.js';

/** `/stats/host`: name, system, kernel and uptime of the machine. */
export const host = domain({
  name: 'host',
  summary: 'Name, system, kernel, uptime and load',
  description:
    'Which machine this is. On Linux from /proc/sys/kernel, /etc/os-release, /proc/uptime and /proc/loadavg.',
  tag: 'Host',
  schema: HostStats,
  whenIdle: true,
  reader: (machine) => (machine.platform === 'linux' ? hostReader(machine) : portableHostReader(machine)),
  present: (reading) => ({
    hostname: reading.hostname,
    operating_system: reading.operatingSystem,
    platform: reading.platform,
    kernel: reading.kernel,
    architecture: reading.architecture,
    uptime_seconds: reading.uptimeSeconds,
    boot_time: reading.bootEpoch === null ? null : new Date(reading.bootEpoch).toISOString(),
    load_average: reading.loadAverage,
  }),
});
