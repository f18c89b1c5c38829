import type { Host } from '../../host/host.js';
import { knownLoadAverage, knownPositive, knownText } from '../../parsers/systeminformation.js';
import type { HostReading } from '../host/reader.js';
import type { Reader } from '../reader.js';

type System = Awaited<ReturnType<Host['portable']['osInfo']>>;

/** How far apart two computations of one start of the system may lie, ms: uptime comes in whole seconds. */
const jitter = 2_000;

/** The machine and its operating system on macOS, Windows and the BSDs through systeminformation. */
export function portableHostReader(host: Host): Reader<HostReading> {
  let system: System | null = null;
  let boot: number | null = null;
  return async () => {
    const [facts, time, averages] = await Promise.all([
      system ?? host.portable.osInfo(),
      host.portable.time(),
      host.portable.loadAverage(),
    ]);
    // What the library could not learn this time it may learn the next.
    if (operatingSystem(host.platform, facts) !== null) system = facts;
    const uptimeSeconds = knownPositive(time.uptime);
    boot = steady(boot, uptimeSeconds === null ? null : time.current - uptimeSeconds * 1000);
    return {
      hostname: knownText(facts.hostname),
      operatingSystem: operatingSystem(host.platform, facts),
      kernel: knownText(facts.kernel),
      platform: host.platform,
      architecture: host.architecture,
      board: null,
      uptimeSeconds,
      bootEpoch: boot,
      loadAverage: knownLoadAverage(host.platform, averages),
      kernelBuild: null,
      domainName: null,
      osRelease: null,
      fileHandles: null,
      users: null,
      container: null,
      limitedView: [],
    };
  };
}

/** Name and version as people say them: "macOS 14.5", "FreeBSD 14.1", "Microsoft Windows 11 Pro 23H2". */
function operatingSystem(platform: NodeJS.Platform, facts: System): string | null {
  const name = knownText(facts.distro);
  // Windows' release repeats its kernel; what people know is the code name of the half-year.
  const version = knownText(platform === 'win32' ? facts.codename : facts.release);
  return name === null || version === null ? name : `${name} ${version}`;
}

/** The start of the system to the second, the one told before as long as it is the same. */
function steady(before: number | null, now: number | null): number | null {
  if (now === null || (before !== null && Math.abs(now - before) <= jitter)) return before;
  return Math.round(now / 1000) * 1000;
}
