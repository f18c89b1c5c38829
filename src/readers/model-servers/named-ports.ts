import type { HttpSource } from '../../host/host.js';
import { hostOfUrl, isLoopback } from '../../parsers/network-address.js';

/** The ports of this machine at which the settings name a server, each with its address; of several the first counts. */
export function namedPorts(sources: readonly Pick<HttpSource, 'url'>[]): ReadonlyMap<number, string> {
  const local = sources.filter(({ url }) => isLoopback(hostOfUrl(url) ?? ''));
  return new Map(local.map(({ url }) => [portOf(url), url] as const).reverse());
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
