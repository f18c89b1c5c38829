/** What the kernel tells of one network interface that shows what it is; null for what is not told. */
export interface LinkFacts {
  name: string;
  /** Names of the files and folders of `/sys/class/net/<name>`; null where they cannot be read. */
  files: ReadonlySet<string> | null;
  /** `DEVTYPE` of its `uevent`: `bridge`, `vlan`, `wlan`, … */
  deviceType: string | null;
  /** `type`: the number of its kind of link (ARPHRD_ of linux/if_arp.h). */
  linkType: number | null;
  /** The bus its device sits on: `pci`, `usb`, `virtio`, `xen-backend`. */
  bus: string | null;
  /** `phys_port_name`: `p0`, or `pf0vf1` for what stands in for a part of a card that was given away. */
  portName: string | null;
  /** Its other end, or what it lies on, is another interface (`iflink` is not its own `ifindex`); null when not told. */
  isLinked: boolean | null;
}

/**
 * What an interface is, in one word: `physical` (a network card, also that of a virtual machine), `loopback`, `bridge`,
 * `bond`, `vlan`, `veth`, `tun`, `wireguard`, … `virtual` for what nothing tells more of; null where nothing is seen of
 * it and its name does not tell either (https://docs.kernel.org/admin-guide/abi-testing.html: /sys/class/net).
 */
export function interfaceKind(link: LinkFacts): string | null {
  const { name, files, deviceType, linkType } = link;
  if (linkType === loopbackType || name === 'lo') return 'loopback';
  if (files?.has('bonding') === true) return 'bond';
  if (files?.has('bridge') === true) return 'bridge';
  if (files?.has('tun_flags') === true) return tunKind(link);
  if (deviceType !== null && virtualTypes.has(deviceType)) return deviceType;
  if (files?.has('device') === true) return deviceKind(link);
  return kindOfLink(linkType) ?? kindByName(name) ?? kindOfRest(link);
}

function tunKind({ name, linkType }: LinkFacts): string | null {
  if (linkType === null) return kindByName(name);
  return linkType === ethernetType ? 'tap' : 'tun';
}

/** Whether others are its ports: what lies below it is a part of it. */
export function hasPorts(kind: string | null): boolean {
  return kind === 'bridge' || kind === 'bond' || kind === 'team';
}

/** A device of its own is not always a card: the other end of a guest's, and what stands in for a part of a card. */
function deviceKind({ bus, portName }: LinkFacts): string {
  if (bus === 'xen-backend') return 'veth';
  return /^(?:c\d+)?pf\d+(?:vf|sf)\d+$/.test(portName ?? '') ? 'representor' : 'physical';
}

/** Every interface has a kind of link: where that is not seen, its device may not be seen either. */
function kindOfRest({ linkType, isLinked, files }: LinkFacts): string | null {
  if (files === null || linkType === null || isLinked === null) return null;
  // What lies on another interface is no end of a pair, also where older kernels do not say what it is.
  const liesOn = [...files].some((file) => file.startsWith('lower_'));
  return isLinked && !liesOn && linkType === ethernetType ? 'veth' : 'virtual';
}

const ethernetType = 1;
const loopbackType = 772;

/**
 * Whether its speed is one: that of a card, or of the cards below it. A pair, a tap and what joins them have none and
 * name one all the same (10000, 10).
 */
export function hasSpeed(kind: string | null): boolean {
  return kind !== null && speedy.has(kind);
}

const speedy = new Set([
  'physical',
  'representor',
  'bond',
  'team',
  'vlan',
  'macvlan',
  'macvtap',
  'ipvlan',
  'ipvtap',
]);

/** Values of DEVTYPE of what is no device. */
const virtualTypes = new Set([
  ...[
    'bridge',
    'bond',
    'vlan',
    'macvlan',
    'macvtap',
    'ipvlan',
    'ipvtap',
    'vxlan',
    'geneve',
    'gtp',
    'bareudp',
  ],
  ...['wireguard', 'ppp', 'hsr', 'macsec', 'l2tpeth', 'amt'],
]);

/** Links over a telephone line; tunnels of IP in IP, SIT and GRE. */
function kindOfLink(linkType: number | null): string | null {
  if (linkType === 512) return 'ppp';
  return linkType !== null && [768, 769, 776, 778, 823].includes(linkType) ? 'tunnel' : null;
}

/** Names that the kernel and container engines give, and that nobody gives a network card; the first that fits. */
const names: readonly [RegExp, string][] = [
  [/^(?:veth|cali)|^lxc(?:[a-f\d]{8}|_health)|^vif\d/, 'veth'],
  [/^(?:flannel|vxlan)[.\d]/, 'vxlan'],
  [/^(?:\S+\.\d{1,4}|vlan\d+)$/, 'vlan'],
  // What lies on a card under another address says in no file that it does, where its kernel gives it no DEVTYPE.
  [/^(?:macvlan|mv-)/, 'macvlan'],
  [/^macvtap\d/, 'macvtap'],
  [/^(?:ipvlan|iv-)/, 'ipvlan'],
  [/^(?:docker|br|virbr|lxcbr|lxdbr|incusbr|cni|podman|vmbr|xenbr|cbr|bridge)\d|^(?:br|ovs)-/, 'bridge'],
  [/^bond\d/, 'bond'],
  [/^team\d/, 'team'],
  [/^(?:tun|tailscale|utun)\d/, 'tun'],
  [/^(?:tap|vnet)\d/, 'tap'],
  [/^wg\d/, 'wireguard'],
  [/^(?:tunl|ip6tnl|sit|gre|gretap|erspan|ip_vti|ip6_vti|ip6gre|gif|stf)\d/, 'tunnel'],
  [/^ppp\d/, 'ppp'],
  [/^(?:dummy|kube-ipvs)\d/, 'dummy'],
  [/^ifb\d/, 'ifb'],
];

/** What only its name tells; null for the many names that tell nothing. */
export function kindByName(name: string): string | null {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** What of an interface decides whether its traffic is counted. */
export interface CountedLink {
  name: string;
  kind: string | null;
  /** The interface that its traffic is also counted at. */
  partOf: string | null;
}

/**
 * The interfaces whose traffic together is that of the machine, each byte once: the physical ones, of two of which one
 * carries the other (a virtual function below its synthetic card, a port of a switch on its conduit) the one that does.
 * Where none is physical, as in a container, those of which nothing is known, else those that are nobody's part and do
 * not merely carry what others carry already. Never loopback.
 */
export function countedLinks(links: readonly CountedLink[]): Set<string> {
  const outside = links.filter(({ kind }) => kind !== 'loopback');
  const isPhysical = new Set(outside.filter(({ kind }) => kind === 'physical').map(({ name }) => name));
  const free = outside.filter(({ partOf }) => partOf === null);
  const own = free.filter(({ kind }) => !carriers.has(kind ?? ''));
  const counted = [
    outside.filter(({ name, partOf }) => isPhysical.has(name) && !isPhysical.has(partOf ?? '')),
    free.filter(({ kind }) => kind === null),
    // This end of a pair that leads into a container is named so; the end within bears another name.
    own.filter(({ name }) => !name.startsWith('veth')),
    ...[own, free],
  ].find((tier) => tier.length > 0);
  return new Set(counted?.map(({ name }) => name));
}

/** What carries in another form what other interfaces carry already, or nothing at all. */
const carriers = new Set([
  ...['bridge', 'vlan', 'vxlan', 'geneve', 'gtp', 'bareudp', 'amt', 'l2tpeth', 'macsec', 'wireguard', 'tun'],
  ...['tap', 'tunnel', 'ppp', 'dummy', 'ifb', 'hsr'],
]);
