import { Container, HostStats, LimitedView, Login } from '../../../schemas/host.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { judged } from '../../../src/plausible.js';
import { hostBounds } from '../../../src/readers/host/bounds.js';
import { hostReader } from '../../../src/readers/host/reader.js';
import { portableHostReader } from '../../../src/readers/portable/host.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { shownAs } from '../../core/domain/rounding.js';
import { hostMetrics } from './metrics.js';

/** `/stats/host`: name, system, kernel and uptime of the machine. */
export const host = domain({
  name: 'host',
  summary: 'Name, system, kernel, uptime and load',
  description:
    'Which machine this is, who is logged in, and what is hidden of it. On Linux from /proc/sys/kernel, ' +
    '/etc/os-release, /proc/uptime, /proc/loadavg and the sessions that systemd-logind or utmp keep.',
  tag: 'Host',
  schema: HostStats,
  components: [Login, Container, LimitedView],
  whenIdle: true,
  reader: (machine, _, { view }: { view?: OwnViewNow }) =>
    judged(
      machine.platform === 'linux' ? hostReader(machine, view) : portableHostReader(machine),
      hostBounds,
    ),
  implausible: ({ implausible }) => implausible,
  present: (reading) => ({
    hostname: reading.hostname,
    operating_system: reading.operatingSystem,
    platform: reading.platform,
    kernel: reading.kernel,
    architecture: reading.architecture,
    board: reading.board,
    uptime_seconds: shownAs('seconds', reading.uptimeSeconds),
    booted_at: instantOf(reading.bootEpoch),
    load_average: reading.loadAverage,
    users:
      reading.users?.map(({ user, terminal, from, since }) => ({
        ...{ user, terminal, from },
        logged_in_at: instantOf(since),
      })) ?? null,
    container: reading.container,
    limited_view: reading.limitedView,
    implausible: reasonsOf(reading.implausible),
  }),
  metrics: hostMetrics,
});

function instantOf(epoch: number | null): string | null {
  return epoch === null ? null : new Date(epoch).toISOString();
}
