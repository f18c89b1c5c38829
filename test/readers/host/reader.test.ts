import t from 'tap';
import { hostReader } from '../../../src/readers/host/reader.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

void t.test('gives names, versions and times of the machine', async (t) => {
  const proc = {
    stat: 'cpu 1 2 3 4\nbtime 1769860800\n',
    uptime: '350735.47 234388.90\n',
    loadavg: '0.52 1.00 12.59 1/467 12345\n',
    'sys/kernel/hostname': 'gpu-box\n',
    'sys/kernel/osrelease': '6.1.0-28-amd64\n',
    'sys/kernel/version': '#1 SMP Debian 6.1.119-1\n',
    'sys/kernel/domainname': '(none)\n',
    'sys/fs/file-nr': '1952\t0\t3157112\n',
  };
  const root = { 'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' };
  t.same(await hostReader(writtenHost({ proc, root }))(), {
    hostname: 'gpu-box',
    operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    kernel: '6.1.0-28-amd64',
    platform: 'linux',
    architecture: 'x86_64',
    board: null,
    uptimeSeconds: 350_735.47,
    bootEpoch: 1_769_860_800_000,
    loadAverage: [0.52, 1, 12.59],
    kernelBuild: '#1 SMP Debian 6.1.119-1',
    domainName: '(none)',
    osRelease: new Map([['PRETTY_NAME', 'Debian GNU/Linux 12 (bookworm)']]),
    fileHandles: { allocated: 1_952, maximum: 3_157_112 },
    users: null,
    container: null,
    limitedView: [],
  });
});

void t.test('what cannot be read is null', async (t) => {
  t.match(await hostReader(writtenHost({}))(), {
    hostname: null,
    operatingSystem: null,
    kernel: null,
    bootEpoch: null,
    kernelBuild: null,
    fileHandles: null,
  });
});
