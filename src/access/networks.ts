import { BlockList, isIP } from 'node:net';
import { SettingError } from '../settings/values.js';

/** Addresses and networks, such as those that may ask. */
export interface Networks {
  /** As they were given. */
  readonly names: readonly string[];
  /** Whether `address` is one of them or in one of them; an IPv4 address also in its IPv6 form (::ffff:…). */
  has: (address: string) => boolean;
}

/** A comma-separated list of addresses and networks (`192.168.1.7, 10.0.0.0/8, fd00::/8`); null when empty. */
export function networks(text: string): Networks | null {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name === '')) return null;
  const list = new BlockList();
  for (const name of names) add(list, name);
  const has = (address: string): boolean => {
    const plain = withoutZone(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
  return { names, has };
}

function add(list: BlockList, name: string): void {
  const [address = '', prefix, ...rest] = name.split('/');
  const version = isIP(address);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const bits = version === 6 ? 128 : 32;
  if (version === 0 || address.includes('%') || rest.length > 0) refuse(name);
  if (prefix === undefined) list.addAddress(address, family);
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    list.addSubnet(address, Number(prefix), family);
  else refuse(name);
}

function refuse(name: string): never {
  throw new SettingError(`${JSON.stringify(name)} must be an address or a network such as 192.168.1.0/24`);
}

/** A link-local address comes with the interface it came through: `fe80::1%eth0`. */
function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? address;
}
