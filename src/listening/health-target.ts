import { connectableHost } from '../parsers/network-address.js';
import type { HealthTarget } from './health-request.js';
import { SettingError } from '../settings/values.js';
import type { Settings } from '../settings/settings.js';

/** Where to ask the service with these settings. Throws a SettingError when the port is one that only the service itself knows. */
export function healthTarget({ host, port, socket, tlsCert }: Settings): HealthTarget {
  const tls = tlsCert !== null;
  if (socket !== null) return { tls, place: { socketPath: socket } };
  if (port === 0) throw new SettingError('SYSMON_PORT=0: nobody knows the port in advance; give it a number');
  return { tls, place: { host: connectableHost(host), port } };
}
