import t from 'tap';
import { countedLinks, interfaceKind, kindByName, type LinkFacts } from '../../src/parsers/network-link.js';

const link = (name: string, facts: Partial<LinkFacts> = {}): LinkFacts => ({
  ...{ name, files: new Set(['type']), deviceType: null, linkType: 1, bus: null, portName: null },
  ...{ isLinked: false, ...facts },
});

t.test('what the kernel says goes before what the name says', (t) => {
  const files = (...names: string[]) => ({ files: new Set(['type', ...names]) });
  t.equal(interfaceKind(link('veth0', files('device'))), 'physical');
  t.equal(interfaceKind(link('eth0', files('bridge'))), 'bridge');
  t.equal(interfaceKind(link('docker0', { ...files('device'), deviceType: 'vlan' })), 'vlan');
  t.equal(interfaceKind(link('lan', { linkType: 772 })), 'loopback');
  t.equal(interfaceKind(link('eth0', { isLinked: true })), 'veth');
  t.equal(interfaceKind(link('eth0')), 'virtual');
  t.equal(interfaceKind(link('ppp0', { linkType: 512 })), 'ppp');
  // Without a DEVTYPE, as older kernels have none for them.
  const onCard = { ...files('lower_eth0'), isLinked: true };
  t.equal(interfaceKind(link('macvlan0', onCard)), 'macvlan');
  t.equal(interfaceKind(link('mv-eth0', onCard)), 'macvlan');
  t.equal(interfaceKind(link('macvtap3', onCard)), 'macvtap');
  t.equal(interfaceKind(link('ipvlan0', onCard)), 'ipvlan');
  t.equal(interfaceKind(link('shim', onCard)), 'virtual', 'nothing tells more of it');
  t.end();
});

t.test('where its kind of link is not seen nothing is claimed but what its name says', (t) => {
  const unseen = { linkType: null, files: new Set<string>() };
  t.equal(interfaceKind(link('eth0', unseen)), null);
  t.equal(interfaceKind(link('lo', unseen)), 'loopback');
  const names = [
    'br0',
    'br-12ab',
    'bond0',
    'bond0.410',
    'vlan7',
    'flannel.1',
    'tun0',
    'vnet3',
    'wg0',
    'ifb1',
    'sit0',
  ];
  const kinds = [
    'bridge',
    'bridge',
    'bond',
    'vlan',
    'vlan',
    'vxlan',
    'tun',
    'tap',
    'wireguard',
    'ifb',
    'tunnel',
  ];
  t.strictSame(names.map(kindByName), kinds);
  for (const card of ['eno1', 'enp5s0f1np1', 'eth12', 'wlp3s0', 'ibp26s0', 'wwan0', 'brcm'])
    t.equal(kindByName(card), null);
  t.end();
});

t.test('what is counted', (t) => {
  const counted = (...links: [name: string, kind: string | null, partOf?: string][]) => [
    ...countedLinks(links.map(([name, kind, partOf = null]) => ({ name, kind, partOf }))),
  ];
  t.strictSame(counted(['lo', 'loopback']), []);
  t.strictSame(
    counted(['lo', 'loopback'], ['wg0', 'wireguard']),
    ['wg0'],
    'better one that carries than none',
  );
  t.strictSame(counted(['eth0', 'physical', 'br0'], ['br0', 'bridge']), ['eth0']);
  t.strictSame(counted(['vf', 'physical', 'eth0'], ['eth0', 'physical']), ['eth0']);
  t.strictSame(counted(['eno1', null], ['bond0', 'bond']), ['eno1']);
  t.strictSame(counted(['eth0', 'veth'], ['vethx', 'veth']), ['eth0']);
  t.strictSame(counted(['vethx', 'veth'], ['br0', 'bridge']), ['vethx']);
  t.strictSame(counted(['team0', 'team'], ['a', 'virtual', 'team0'], ['b', 'virtual', 'team0']), ['team0']);
  t.end();
});
