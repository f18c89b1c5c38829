import t from 'tap';
import { networkReader } from '../../../src/readers/network/reader.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const device = (name: string, received: number, sent: number) =>
  `${name}: ${received} 10 1 2 0 0 0 0 ${sent} 20 3 4 0 0 0 0\n`;

void t.test('rates are over the time that really passed, null in a first reading', async (t) => {
  const files = { proc: { 'net/dev': device('eth0', 1_000, 500) } };
  const host = writtenHost(files);
  const read = networkReader(host);
  t.match(await read(), { interfaces: [{ receiveBytesPerSecond: null, sendBytesPerSecond: null }] });
  files.proc['net/dev'] = device('eth0', 6_000, 500);
  await host.clock.advance(2_500);
  t.match(await read(), { interfaces: [{ receiveBytesPerSecond: 2_000, sendBytesPerSecond: 0 }] });
});

void t.test(
  'an interface made anew starts its counters at 0: no negative rate; a new one has none yet',
  async (t) => {
    const files = { proc: { 'net/dev': device('eth0', 1_000, 500) } };
    const host = writtenHost(files);
    const read = networkReader(host);
    await read();
    files.proc['net/dev'] = device('eth0', 10, 5) + device('veth1', 300, 0);
    await host.clock.advance(1_000);
    t.match(await read(), {
      interfaces: [
        { name: 'eth0', receiveBytesPerSecond: null, sendBytesPerSecond: null },
        { name: 'veth1', receiveBytesPerSecond: null, sendBytesPerSecond: null },
      ],
    });
  },
);

void t.test('tells of each link whether it is up, loopback, how fast and how wide', async (t) => {
  const sys = {
    'class/net/eth0/flags': '0x1003\n',
    'class/net/eth0/speed': '1000\n',
    'class/net/eth0/device/vendor': '0x8086\n',
    'class/net/eth0/mtu': '1500\n',
    'class/net/lo/flags': '0x9\n',
    'class/net/lo/speed': '-1\n',
    'class/net/eth1/flags': '0x1002\n',
  };
  const proc = { 'net/dev': ['lo', 'eth0', 'eth1', 'odd'].map((name) => device(name, 1, 2)).join('') };
  const { interfaces } = await networkReader(writtenHost({ proc, sys }))();
  t.match(interfaces, [
    { name: 'lo', up: true, loopback: true, speedMbps: null, mtu: null, receivedPackets: 10, sendDrops: 4 },
    {
      name: 'eth0',
      up: true,
      loopback: false,
      speedMbps: 1000,
      mtu: 1500,
      receiveErrors: 1,
      receiveDrops: 2,
    },
    { name: 'eth1', up: false, loopback: false },
    { name: 'odd', up: null, loopback: false },
  ]);
});

void t.test('a link that comes up is noticed within ten seconds', async (t) => {
  const sys = { 'class/net/eth0/flags': '0x1002\n' };
  const host = writtenHost({ proc: { 'net/dev': device('eth0', 1, 2) }, sys });
  const read = networkReader(host);
  await read();
  sys['class/net/eth0/flags'] = '0x1003\n';
  await host.clock.advance(10_000);
  t.match(await read(), { interfaces: [{ up: true }] });
});

void t.test('without /proc/net/dev there is a failure, without interfaces an empty list', async (t) => {
  t.throws(() => networkReader(writtenHost({}))(), { code: 'absent' });
  t.same(await networkReader(writtenHost({ proc: { 'net/dev': 'Inter-|\n face |\n' } }))(), {
    interfaces: [],
    rates: { receiveBytesPerSecond: 0, sendBytesPerSecond: 0 },
    sockets: new Map(),
  });
});

void t.test('sockets in use are told of both versions of IP', async (t) => {
  const proc = {
    'net/dev': device('lo', 1, 2),
    'net/sockstat': 'TCP: inuse 4\n',
    'net/sockstat6': 'TCP6: inuse 2\n',
  };
  const { sockets } = await networkReader(writtenHost({ proc }))();
  t.equal(sockets?.get('TCP')?.get('inuse'), 4);
  t.equal(sockets?.get('TCP6')?.get('inuse'), 2);
});
