/** The address a request came from, as trusted proxies tell it; null of a peer at a unix socket, which has none. */
export function peerAddress({ ip }: { ip: string | undefined }): string | null {
  return ip ?? null;
}
