import { isLoopback } from '../parsers/network-address.js';
import { SettingError } from '../settings/values.js';
import type { Settings } from '../settings/settings.js';
import { digestOf } from './key-lines.js';
import { storedKey, newKey } from './new-key.js';

/**
 * Who may ask. `keys`: whoever has one. `local`: everybody on this machine, since it listens on loopback alone (or a
 * unix socket) and no key is set. `open`: everybody who can reach it, because the operator said so.
 */
export type Access = 'keys' | 'local' | 'open';

/** What the settings say about who may ask. */
export function accessOf(settings: Settings): Access {
  if (settings.auth === 'off') return 'open';
  return settings.apiKeys.length > 0 || settings.apiKeysFile !== null ? 'keys' : 'local';
}

/** How a run got the key nobody had set: to be shown once, or kept in a file. */
export type MadeKey = { shown: string } | { storedAt: string };

/**
 * The settings of a run that nobody can ask without a key where others could reach it: a missing key is made.
 * Throws a SettingError where it could not be told to anybody, and where settings contradict each other.
 */
export function withNeededKey(
  settings: Settings,
  terminal: boolean,
): { settings: Settings; made: MadeKey | null } {
  const { auth, apiKeys, apiKeysFile, stateDirectory } = settings;
  const reach = reachOf(settings);
  if (auth === 'off' && (apiKeys.length > 0 || apiKeysFile !== null)) {
    throw new SettingError('SYSMON_AUTH=off: there are keys too; take away the one or the other');
  }
  if (accessOf(settings) !== 'local' || reach === null) return { settings, made: null };
  const key = newKey();
  if (terminal) return { settings: withKey(settings, key), made: { shown: key } };
  if (stateDirectory !== null) {
    const stored = storedKey(stateDirectory);
    return { settings: withKey(settings, stored.key), made: { storedAt: stored.path } };
  }
  throw new SettingError(
    `${reach}, and no key is set. Set one, for example this ` +
      `fresh one: SYSMON_API_KEYS=main:${key} (or SYSMON_STATE_DIR, where one is made and kept; ` +
      'SYSMON_AUTH=off lets everybody in)',
  );
}

/** Why others than this machine can reach the service; null when they cannot. */
export function reachOf({ host, socket, trustProxy }: Settings): string | null {
  if (socket === null && !isLoopback(host)) return `SYSMON_HOST=${host}: others can reach this address`;
  return trustProxy.length === 0 ? null : 'SYSMON_TRUST_PROXY: others can come through the proxy';
}

function withKey(settings: Settings, key: string): Settings {
  return { ...settings, apiKeys: [{ name: 'generated', digest: digestOf(key) }] };
}
