import t from 'tap';
import { portableHostReader } from '../../../src/readers/portable/host.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

const linuxOnly = {
  ...{ kernelBuild: null, domainName: null, osRelease: null, fileHandles: null },
  ...{ users: null, container: null, limitedView: [] },
};

t.test('macOS', async (t) => {
  t.same(await portableHostReader(recordedHost('darwin-arm64__laptop'))(), {
    ...linuxOnly,
    hostname: 'Adas-MacBook-Air.local',
    operatingSystem: 'macOS 14.5',
    kernel: '23.5.0',
    platform: 'darwin',
    architecture: 'arm64',
    board: null,
    uptimeSeconds: 345_678,
    bootEpoch: Date.parse('2026-02-26T09:28:42Z'),
    loadAverage: [2.48, 2.12, 1.97],
  });
});

t.test('Windows', async (t) => {
  t.same(await portableHostReader(recordedHost('win32-x64__desktop'))(), {
    ...linuxOnly,
    hostname: 'DESKTOP-7Q2K1LM',
    operatingSystem: 'Microsoft Windows 11 Pro 23H2',
    kernel: '10.0.22631',
    platform: 'win32',
    architecture: 'x86_64',
    board: null,
    uptimeSeconds: 93_784.562,
    bootEpoch: Date.parse('2026-03-01T07:27:56Z'),
    loadAverage: null,
  });
});

t.test('FreeBSD', async (t) => {
  t.same(await portableHostReader(recordedHost('freebsd-x64__server'))(), {
    ...linuxOnly,
    hostname: 'store.example.org',
    operatingSystem: 'FreeBSD 14.1',
    kernel: '14.1-RELEASE-p5',
    platform: 'freebsd',
    architecture: 'amd64',
    board: null,
    uptimeSeconds: 8_640_000,
    bootEpoch: Date.parse('2025-11-22T09:32:00Z'),
    loadAverage: [0.85, 0.63, 0.58],
  });
});

t.test('what is not known is null, and asked again until it is', async (t) => {
  const { portable, ...host } = recordedHost('win32-x64__desktop');
  let requested = 0;
  const osInfo = async () => {
    requested += 1;
    const answer = await portable.osInfo();
    return requested === 1
      ? { ...answer, distro: '', codename: '', hostname: '', kernel: 'unknown' }
      : answer;
  };
  const time = async () => ({ ...(await portable.time()), uptime: 0 });
  const read = portableHostReader({ ...host, portable: { ...portable, osInfo, time } });
  t.match(await read(), {
    hostname: null,
    operatingSystem: null,
    kernel: null,
    uptimeSeconds: null,
    bootEpoch: null,
  });
  t.match(await read(), { hostname: 'DESKTOP-7Q2K1LM', operatingSystem: 'Microsoft Windows 11 Pro 23H2' });
  await read();
  t.equal(requested, 2);
});

t.test(
  'the start of the system stays the same to the millisecond until the system starts again',
  async (t) => {
    const { portable, ...host } = recordedHost('freebsd-x64__server');
    const { current, uptime } = await portable.time();
    let moved = { current, uptime };
    const time = async () => ({ ...(await portable.time()), ...moved });
    const read = portableHostReader({ ...host, portable: { ...portable, time } });
    const boots = [];
    // Uptime comes in whole seconds, the clock does not; then the clock is set forward by an hour.
    for (const [ms, seconds] of [
      [0, 0],
      [999, 0],
      [1_001, 1],
      [-900, 0],
      [3_600_000, 0],
    ] as const) {
      moved = { current: current + ms, uptime: uptime + seconds };
      boots.push((await read()).bootEpoch);
    }
    const boot = Date.parse('2025-11-22T09:32:00Z');
    t.same(boots, [boot, boot, boot, boot, boot + 3_600_000]);
  },
);
