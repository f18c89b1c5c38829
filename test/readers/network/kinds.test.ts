import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { networkReader } from '../../../src/readers/network/reader.js';
import { realMachine } from '../../helpers/machines/real-machine.js';
import type { Folder } from '../../helpers/machines/sys-machine.js';

/** An interface of `/sys/class/net` with that number and these further files. */
const seen = (index: number, files: Folder = {}): Folder => ({
  ...{ ifindex: `${index}\n`, iflink: `${index}\n`, type: '1\n', flags: '0x1003\n', mtu: '1500\n' },
  uevent: `IFINDEX=${index}\n`,
  ...files,
});
const card = { device: { uevent: 'DRIVER=igb\n' } };
const inBridge = (name: string) => ({ master: `-> ../${name}` });
const devType = (type: string) => ({ uevent: `DEVTYPE=${type}\n` });

type Traffic = Record<string, [received: number, sent: number]>;

const netDev = (traffic: Traffic) =>
  Object.entries(traffic)
    .map(([name, [received, sent]]) => `${name}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0\n`)
    .join('');

/** A machine with these links and counters, and its readings, each so many ms after the one before. */
function network(t: Test, links: Folder, traffic: Traffic) {
  const machine = realMachine(t, { sys: { class: { net: links } }, proc: { net: { dev: netDev(traffic) } } });
  const read = networkReader(machine.host);
  const go = async (next: Traffic, ms = 1_000) => {
    machine.write({ proc: { net: { dev: netDev(next) } } });
    await machine.host.clock.advance(ms);
    return read();
  };
  return { ...machine, read, go };
}

type Reading = Awaited<ReturnType<ReturnType<typeof networkReader>>>;
const kinds = ({ interfaces }: Reading) =>
  Object.fromEntries(interfaces.map(({ name, kind, partOf }) => [name, [kind, partOf]]));
const counted = ({ interfaces }: Reading) =>
  interfaces.filter(({ isCounted }) => isCounted).map(({ name }) => name);
const sum = ({ rates }: Reading) => [rates.receiveBytesPerSecond, rates.sendBytesPerSecond];

void t.test(
  'counted twice: what goes through bond, VLAN, bridge and container is counted at the cards',
  async (t) => {
    const links = {
      lo: seen(1, { type: '772\n', flags: '0x9\n' }),
      eno1: seen(2, { ...card, ...inBridge('bond0') }),
      eno2: seen(3, { ...card, ...inBridge('bond0') }),
      bond0: seen(4, { bonding: {}, lower_eno1: '', lower_eno2: '', ...devType('bond') }),
      'bond0.410': seen(5, { iflink: '4\n', lower_bond0: '', ...devType('vlan'), ...inBridge('br0') }),
      br0: seen(6, { bridge: {}, 'lower_bond0.410': '', ...devType('bridge') }),
      docker0: seen(7, { bridge: {}, ...devType('bridge') }),
      veth1: seen(8, { iflink: '2\n', ...inBridge('docker0') }),
      macvlan1: seen(9, { iflink: '4\n', lower_bond0: '', ...devType('macvlan') }),
      wg0: seen(10, { type: '65534\n', ...devType('wireguard') }),
      tun0: seen(11, { type: '65534\n', tun_flags: '0x1001\n' }),
      vnet0: seen(12, { tun_flags: '0x1002\n', ...inBridge('br0') }),
      sit0: seen(13, { type: '776\n' }),
      dummy0: seen(14),
      wlan0: seen(15, { ...card, ...devType('wlan') }),
    };
    const all = (bytes: number): Traffic =>
      Object.fromEntries(Object.keys(links).map((name) => [name, [bytes, 2 * bytes]]));
    const { read, go } = network(t, links, all(0));
    t.same(sum(await read()), [null, null], 'no rate in a first reading');
    const second = await go(all(1_000), 2_000);
    t.same(kinds(second), {
      lo: ['loopback', null],
      eno1: ['physical', 'bond0'],
      eno2: ['physical', 'bond0'],
      bond0: ['bond', null],
      'bond0.410': ['vlan', 'br0'],
      br0: ['bridge', null],
      docker0: ['bridge', null],
      veth1: ['veth', 'docker0'],
      macvlan1: ['macvlan', 'bond0'],
      wg0: ['wireguard', null],
      tun0: ['tun', null],
      vnet0: ['tap', 'br0'],
      sit0: ['tunnel', null],
      dummy0: ['dummy', null],
      wlan0: ['physical', null],
    });
    t.same(counted(second), ['eno1', 'eno2', 'wlan0']);
    t.same(sum(second), [1_500, 3_000]);
    t.same(sum(await go(all(1_100))), [300, 600]);
  },
);

void t.test('counted twice: of two physical ones of which one carries the other', async (t) => {
  const links = {
    // Hyper-V and failover of virtio: the virtual function is put below the card that speaks for both.
    eth0: seen(2, { ...card, lower_enP1s1: '' }),
    enP1s1: seen(3, { ...card, ...inBridge('eth0') }),
    // A switch on the board (DSA): its ports lie on the conduit, though they are in a bridge.
    eth1: seen(4, { ...card, dsa: {} }),
    lan1: seen(5, { ...card, iflink: '4\n', ...devType('dsa'), ...inBridge('br-lan') }),
    lan2: seen(6, { ...card, iflink: '4\n', lower_eth1: '', ...devType('dsa'), ...inBridge('br-lan') }),
    'br-lan': seen(7, { bridge: {} }),
    // A partition of InfiniBand.
    ib0: seen(8, { ...card, type: '32\n' }),
    'ib0.8001': seen(9, { ...card, type: '32\n', iflink: '8\n' }),
    // What stands in for a part of a card that was given to a guest, and the other end of a guest's card.
    enp1s0f0npf0vf0: seen(10, { ...card, phys_port_name: 'pf0vf0\n' }),
    'vif1.0': seen(11, { device: { subsystem: '-> ../../bus/xen-backend' } }),
  };
  const reading = await network(
    t,
    links,
    Object.fromEntries(Object.keys(links).map((name) => [name, [0, 0]])),
  ).read();
  t.same(counted(reading), ['eth0', 'eth1', 'ib0']);
  t.match(kinds(reading), {
    lan1: ['physical', 'eth1'],
    enp1s0f0npf0vf0: ['representor'],
    'vif1.0': ['veth'],
  });
});

void t.test(
  'counted twice: where nothing is physical, what is nobody’s part and carries no other',
  async (t) => {
    const links = {
      lo: seen(1, { type: '772\n' }),
      eth0: seen(2, { iflink: '77\n' }),
      docker0: seen(3, { bridge: {} }),
      vethb: seen(4, { iflink: '9\n', ...inBridge('docker0') }),
      tun0: seen(5, { type: '65534\n', tun_flags: '0x1001\n' }),
    };
    const zero: Traffic = { lo: [0, 0], eth0: [0, 0], docker0: [0, 0], vethb: [0, 0], tun0: [0, 0] };
    const { read, go } = network(t, links, zero);
    t.match(kinds(await read()), { eth0: ['veth', null] });
    const second = await go({
      ...zero,
      eth0: [500, 100],
      docker0: [900, 900],
      vethb: [900, 900],
      tun0: [400, 90],
    });
    t.same([counted(second), sum(second)], [['eth0'], [500, 100]]);

    const bridged = {
      br0: seen(1, { bridge: {}, lower_eth0: '' }),
      eth0: seen(2, { iflink: '7\n', ...inBridge('br0') }),
    };
    const paired = {
      eth0: seen(2, { iflink: '3\n' }),
      vA: seen(3, { iflink: '4\n' }),
      vB: seen(4, { iflink: '3\n' }),
    };
    const three: Traffic = { eth0: [0, 0], vA: [0, 0], vB: [0, 0] };
    t.same(
      counted(await network(t, paired, three).read()),
      ['eth0'],
      'a pair with both ends here leads nowhere',
    );
    t.same(counted(await network(t, bridged, { br0: [0, 0], eth0: [0, 0] }).read()), ['br0']);
    const alone = network(t, { lo: seen(1, { type: '772\n' }) }, { lo: [5, 5] });
    await alone.read();
    t.same(sum(await alone.go({ lo: [9, 9] })), [0, 0], 'a network of loopback alone has no traffic');
  },
);

void t.test('counted twice: without /sys names tell', async (t) => {
  const names = [
    'lo',
    'eno1',
    'eno2',
    'bond0',
    'bond0.410',
    'docker0',
    'veth1',
    'flannel.1',
    'lxcbr0',
    'lxc0123abcd4567',
  ];
  const zero: Traffic = Object.fromEntries(names.map((name) => [name, [0, 0]]));
  const { read, go } = network(t, {}, zero);
  const first = await read();
  t.same(counted(first), ['eno1', 'eno2']);
  t.match(kinds(first), {
    ...{ lo: ['loopback'], eno1: [null, null], bond0: ['bond'], 'bond0.410': ['vlan', 'bond0'] },
    ...{
      docker0: ['bridge'],
      veth1: ['veth'],
      'flannel.1': ['vxlan'],
      lxcbr0: ['bridge'],
      lxc0123abcd4567: ['veth'],
    },
  });
  t.same(sum(await go({ ...zero, eno1: [100, 0], bond0: [100, 0] })), [100, 0]);
});

void t.test(
  'never happened: a renamed interface keeps its counters, one that comes starts at its first',
  async (t) => {
    const links = { eth0: seen(2, card), vA: seen(5, { iflink: '4\n' }) };
    const { read, go, folder, write, remove } = network(t, links, { eth0: [0, 0], vA: [164_227_086, 7] });
    await read();
    const at = (name: string) => join(folder, 'sys/class/net', name);
    renameSync(at('vA'), at('lan0'));
    const renamed = await go({ eth0: [1_000, 0], lan0: [164_227_186, 7] });
    t.match(renamed.interfaces[1], { name: 'lan0', receiveBytesPerSecond: 100, sendBytesPerSecond: 0 });

    write({ sys: { class: { net: { usb0: seen(9, card) } } } });
    const came = await go({ eth0: [2_000, 0], lan0: [164_227_186, 7], usb0: [900_000_000, 5] });
    t.match(came.interfaces[2], {
      name: 'usb0',
      isCounted: true,
      receiveBytesPerSecond: null,
      sendBytesPerSecond: null,
    });
    t.same(sum(came), [1_000, 0], 'the others are told meanwhile');
    t.same(sum(await go({ eth0: [2_000, 0], lan0: [0, 0], usb0: [900_000_500, 5] })), [500, 0]);

    // Another one in its place, under its name.
    remove('sys/class/net/usb0');
    write({ sys: { class: { net: { usb0: seen(11, { iflink: '3\n' }) } } } });
    const exchanged = await go({ eth0: [2_000, 0], lan0: [0, 0], usb0: [990_000_000, 5] });
    t.match(exchanged.interfaces[2], { kind: 'veth', isCounted: false, receiveBytesPerSecond: null });
    t.same(sum(exchanged), [0, 0]);
    t.match((await go({ eth0: [1_000, 0], lan0: [0, 0], usb0: [990_000_000, 5] })).rates, {
      receiveBytesPerSecond: null, // its counters began anew
    });
  },
);

void t.test(
  'never happened: the numbers are those of one file, also where /sys is that of a container',
  async (t) => {
    const igmp = (...names: string[]) =>
      names.map((name, index) => `${index + 2}\t${name}      :     1      V3\n`).join('');
    const machine = realMachine(t, {
      proc: { net: { dev: netDev({ eth0: [0, 0], vA: [9_000_000, 0] }), igmp: igmp('eth0', 'vA') } },
    });
    const read = networkReader(machine.host);
    await read();
    const next = { eth0: [700, 0], lan0: [9_000_100, 0] } satisfies Traffic;
    machine.write({ proc: { net: { dev: netDev(next), igmp: igmp('eth0', 'lan0') } } });
    await machine.host.clock.advance(1_000);
    t.match((await read()).interfaces, [{ receiveBytesPerSecond: 700 }, { receiveBytesPerSecond: 100 }]);
    machine.write({
      proc: { net: { dev: netDev({ eth0: [9_000_000, 0] }), igmp: igmp('lo', 'veth', 'eth0') } },
    });
    await machine.host.clock.advance(1_000);
    t.match(
      await read(),
      { interfaces: [{ name: 'eth0', receiveBytesPerSecond: null }] },
      'another one of its name',
    );
  },
);

void t.test('names that are not UTF-8 stay apart, and each finds its own files', async (t) => {
  const { folder, host } = realMachine(t, { proc: { net: {} }, sys: { class: { net: {} } } });
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  for (const [name, index] of [
    ['q\xff', 3],
    ['q\xfe', 4],
    ['\xc3\xa4', 5],
  ] as const) {
    const place = Buffer.concat([Buffer.from(join(folder, 'sys/class/net/')), bytes(name)]);
    mkdirSync(place);
    for (const [file, text] of Object.entries(seen(index, { mtu: `${1_000 + index}\n` }))) {
      writeFileSync(Buffer.concat([place, bytes(`/${file}`)]), typeof text === 'string' ? text : '');
    }
  }
  const line = (name: string, received: number) => `${name}: ${received} 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n`;
  const dev = (first: number, second: number) =>
    writeFileSync(
      join(folder, 'proc/net/dev'),
      bytes(line('q\xff', first) + line('q\xfe', second) + line('\xc3\xa4', 9)),
    );
  const read = networkReader(host);
  dev(100, 9_000);
  await read();
  dev(300, 9_001);
  await host.clock.advance(1_000);
  t.same(
    (await read()).interfaces.map(({ name, mtu, receiveBytesPerSecond }) => [
      name,
      mtu,
      receiveBytesPerSecond,
    ]),
    [
      ['q\\xff', 1_003, 200],
      ['q\\xfe', 1_004, 1],
      ['ä', 1_005, 0],
    ],
  );
});
