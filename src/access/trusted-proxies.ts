import { SettingError } from '../settings/values.js';
import { networks } from './networks.js';

/** Tells whether the program at the other end of a connection is a trusted proxy; `undefined` is a unix socket's. */
export type Trusts = (peer: string | undefined) => boolean;

const loopback = ['127.0.0.0/8', '::1'];

/** The items of SYSMON_TRUST_PROXY; `loopback` becomes this machine's own addresses. Throws a SettingError. */
export function trustedProxies(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return [...new Set(text.split(',').flatMap((item) => trustedProxy(item.trim().toLowerCase())))];
}

function trustedProxy(item: string): readonly string[] {
  if (item === 'loopback') return loopback;
  if (item === 'unix') return [item];
  if (/\/0+$/.test(item)) {
    throw new SettingError(
      `${item} would believe everybody, and any client could pass for another; name the proxy's address alone`,
    );
  }
  try {
    if (networks(item) !== null) return [item];
  } catch (thrown) {
    if (!(thrown instanceof SettingError)) throw thrown;
  }
  const shown = JSON.stringify(item);
  throw new SettingError(`${shown} must be an address, a network such as 172.18.0.0/16, loopback or unix`);
}

/** The question the items of SYSMON_TRUST_PROXY answer. */
export function trustOf(items: readonly string[]): Trusts {
  const unix = items.includes('unix');
  const known = networks(items.filter((item) => item !== 'unix').join(','));
  return (peer) => (peer === undefined ? unix : known?.has(peer) === true);
}
