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

void t.test('counters that fall and come back made no traffic', async (t) => {
  const silent = 'eth0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n';
  const files = { proc: { 'net/dev': device('eth0', 160e9, 170e9) } };
  const host = writtenHost(files);
  const read = networkReader(host);
  const next = async (text: string) => {
    files.proc['net/dev'] = text;
    await host.clock.advance(1_000);
    return read();
  };
  const one = (receivedBytes: number | null, receiveBytesPerSecond: number | null, isDoubted = false) => ({
    interfaces: [{ receivedBytes, receiveBytesPerSecond, isDoubted }],
    rates: { receiveBytesPerSecond },
  });
  await read();
  t.match(await next(silent), one(null, null, true), 'told once, zeros are not believed');
  t.match(await next(device('eth0', 160e9 + 3_000, 170e9)), one(160e9 + 3_000, 1_500), 'nothing is lost');
  await next(silent);
  t.match(await next(silent), one(0, null), 'told twice, they are');
  t.match(await next(device('eth0', 500, 5)), one(500, 500));
  t.match(
    await next(device('eth0', 160e9 + 9_000, 170e9)),
    one(160e9 + 9_000, null),
    'the step back is none',
  );
  t.match(await next(device('eth0', 160e9 + 9_700, 170e9)), one(160e9 + 9_700, 700));
  // 32 bits: https://github.com/aristocratos/btop/issues/240
  await next(device('eth0', 2 ** 32 - 10, 170e9));
  t.match(await next(device('eth0', 90, 170e9)), one(90, null));
  t.match(await next(device('eth0', 190, 170e9)), one(190, 100));
});

void t.test('rates of counters beyond 2^53 go on', async (t) => {
  const files = { proc: { 'net/dev': device('eth0', 2 ** 54, 2 ** 62) } };
  const host = writtenHost(files);
  const read = networkReader(host);
  await read();
  files.proc['net/dev'] = device('eth0', 2 ** 54 + 4_000, 2 ** 62 + 2 ** 30);
  await host.clock.advance(1_000);
  t.match(await read(), { rates: { receiveBytesPerSecond: 4_000, sendBytesPerSecond: 2 ** 30 } });
});

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
  await t.rejects(async () => networkReader(writtenHost({}))(), { code: 'absent' });
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
