import t from 'tap';
import type { Host } from '../../../src/host/host.js';
import { portableNetworkReader } from '../../../src/readers/portable/network.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

type Statistics = Awaited<ReturnType<Host['portable']['networkStats']>>[number];

/** A reader of a recorded machine, the clock of which and the counters can be changed between readings. */
function reading(folder: string) {
  const host = recordedHost(folder);
  let changes: Record<string, Partial<Statistics>> = {};
  const networkStats = async () =>
    (await host.portable.networkStats()).map((one) => ({ ...one, ...changes[one.iface] }));
  return {
    clock: host.clock,
    change: (to: Record<string, Partial<Statistics>>) => (changes = to),
    read: portableNetworkReader({ ...host, portable: { ...host.portable, networkStats } }),
  };
}

const untold = {
  partOf: null,
  receivedPackets: null,
  sentPackets: null,
  receiveBytesPerSecond: null,
  sendBytesPerSecond: null,
};

t.test('macOS: interfaces whose counters could not be read are left out', async (t) => {
  const { read } = reading('darwin-arm64__laptop');
  t.same(await read(), {
    sockets: null,
    rates: { receiveBytesPerSecond: null, sendBytesPerSecond: null },
    interfaces: [
      {
        ...untold,
        name: 'lo0',
        kind: 'loopback',
        isCounted: false,
        isDoubted: false,
        up: null,
        loopback: true,
        speedMbps: null,
        mtu: 16_384,
        receivedBytes: 734_003_200,
        sentBytes: 734_003_200,
        receiveErrors: 0,
        sendErrors: 0,
        receiveDrops: null,
        sendDrops: 0,
      },
      {
        ...untold,
        name: 'en0',
        kind: 'physical',
        isCounted: true,
        isDoubted: false,
        up: true,
        loopback: false,
        speedMbps: 867,
        mtu: 1_500,
        receivedBytes: 52_428_800_000,
        sentBytes: 4_294_967_296,
        receiveErrors: 1,
        sendErrors: 3,
        receiveDrops: null,
        sendDrops: 12,
      },
      {
        ...untold,
        name: 'utun0',
        kind: 'tun',
        isCounted: false,
        isDoubted: false,
        up: null,
        loopback: false,
        speedMbps: null,
        mtu: 1_380,
        receivedBytes: 0,
        sentBytes: 1_432,
        receiveErrors: 0,
        sendErrors: 0,
        receiveDrops: null,
        sendDrops: 0,
      },
    ],
  });
});

t.test('Windows: unknown speeds and adapters without counters', async (t) => {
  const { read } = reading('win32-x64__desktop');
  t.same(await read(), {
    sockets: null,
    rates: { receiveBytesPerSecond: null, sendBytesPerSecond: null },
    interfaces: [
      {
        ...untold,
        name: 'Ethernet',
        kind: 'physical',
        isCounted: true,
        isDoubted: false,
        up: true,
        loopback: false,
        speedMbps: 1_000,
        mtu: null,
        receivedBytes: 68_719_476_736,
        sentBytes: 8_589_934_592,
        receiveErrors: 0,
        sendErrors: 2,
        receiveDrops: 4,
        sendDrops: 1,
      },
      {
        ...untold,
        name: 'vEthernet (WSL)',
        kind: 'virtual',
        isCounted: false,
        isDoubted: false,
        up: true,
        loopback: false,
        speedMbps: null,
        mtu: null,
        receivedBytes: 1_048_576,
        sentBytes: 524_288,
        receiveErrors: 0,
        sendErrors: 0,
        receiveDrops: 0,
        sendDrops: 0,
      },
    ],
  });
});

t.test('on the BSDs, where the library counts traffic twice, there is no reading', async (t) => {
  await t.rejects(async () => reading('freebsd-x64__server').read(), { code: 'unsupported' });
});

/** Name and rates of each interface of a reading. */
function rates({ interfaces }: Awaited<ReturnType<ReturnType<typeof reading>['read']>>) {
  return interfaces.map((one) => [one.name, one.receiveBytesPerSecond, one.sendBytesPerSecond]);
}

t.test('rates are over the time that really passed; a counter that went backwards has none', async (t) => {
  const { clock, change, read } = reading('darwin-arm64__laptop');
  await read();
  change({
    en0: { rx_bytes: 52_428_803_000, tx_bytes: 4_294_967_296 },
    lo0: { rx_bytes: 10 },
    // Now known to have transferred nothing, where the first reading could not tell.
    en1: { rx_sec: 0, tx_sec: 0 },
  });
  await clock.advance(1_500);
  const both = await read();
  t.same(both.rates, { receiveBytesPerSecond: 2_000, sendBytesPerSecond: 0 }, 'each byte once');
  t.same(rates(both), [
    ['lo0', null, 0],
    ['en0', 2_000, 0],
    ['en1', 0, 0],
    ['utun0', 0, 0],
  ]);
  t.same(
    rates(await read()).map(([, received]) => received),
    [null, null, null, null],
    'no time, no rate',
  );
});

t.test('an interface that comes, goes and comes again has a rate from its second counters on', async (t) => {
  const { clock, change, read } = reading('win32-x64__desktop');
  const wifi = async (counters: Partial<Statistics>) => {
    change({ 'Wi-Fi': counters });
    const found = rates(await read()).filter(([name]) => name === 'Wi-Fi');
    await clock.advance(1_000);
    return found;
  };
  t.same(await wifi({}), []);
  t.same(await wifi({ rx_bytes: 5_000, tx_bytes: 700 }), [['Wi-Fi', null, null]]);
  t.same(await wifi({ rx_bytes: 6_000, tx_bytes: 800 }), [['Wi-Fi', 1_000, 100]]);
  t.same(await wifi({ rx_bytes: NaN, tx_bytes: 900 }), []);
  t.same(await wifi({ rx_bytes: 8_000, tx_bytes: 900 }), [['Wi-Fi', null, null]]);
});

t.test(
  'one adapter named twice is counted once, and a loopback without facts is known by its name',
  async (t) => {
    const { change, read } = reading('win32-x64__desktop');
    change({
      'vEthernet (WSL)': { iface: 'Ethernet' },
      'Loopback Pseudo-Interface 1': { iface: 'Software Loopback', rx_bytes: 1, tx_bytes: 1 },
    });
    t.same(
      (await read()).interfaces.map(({ name, receivedBytes, loopback }) => [name, receivedBytes, loopback]),
      [
        ['Ethernet', 68_719_476_736, false],
        ['Software Loopback', 1, true],
      ],
    );
  },
);
