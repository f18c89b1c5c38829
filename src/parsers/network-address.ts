/** Whether only this machine can reach `host`, an address or a name. A name other than localhost counts as reachable by others. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(host);
}

/** The address to connect to where a program listens on `host`: on all addresses (0.0.0.0, ::) means loopback too. */
export function connectableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** The address or name in a URL, IPv6 without brackets; null where it is no URL. */
export function hostOfUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}
