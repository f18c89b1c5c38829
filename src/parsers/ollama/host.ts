import { connectableHost, hostOfUrl } from '../network-address.js';

/**
 * The address in `OLLAMA_HOST`, in every form Ollama itself takes (envconfig/config.go, `Host()`): no scheme means
 * http on port 11434, `http://` means port 80, `https://` 443, `ollama.com` alone is https; a path is kept; IPv6
 * with or without brackets; a port that is none falls back to the default; quotes and blanks around are ignored.
 * An address to listen on everywhere (0.0.0.0, ::) means this machine. Beyond Ollama's forms, `user:password@`
 * may stand before the host. Null when no address can be made of it.
 */
export function parseOllamaHost(text: string): URL | null {
  const address = unquoted(text.trim()).trim();
  const { scheme, defaultPort, rest } = splitScheme(address);
  if (scheme !== 'http' && scheme !== 'https') return null;
  const [, authority = '', path = ''] = /^([^/]*)(.*)$/s.exec(rest) ?? [];
  const at = authority.lastIndexOf('@') + 1;
  const { host, port } = splitPort(authority.slice(at), defaultPort);
  // These would end the host for the URL parser, and with it cut off the port.
  if (/[?#\\\s]/.test(host)) return null;
  const inUrl = host.includes(':') ? `[${host}]` : host;
  try {
    return reachable(new URL(`${scheme}://${authority.slice(0, at)}${inUrl || '127.0.0.1'}:${port}${path}`));
  } catch {
    return null; // The URL parser throws for what is no address, and for nothing else.
  }
}

function unquoted(text: string): string {
  let end = text.length;
  while (end > 0 && /["']/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(/^["']+/, '');
}

function splitScheme(address: string): { scheme: string; defaultPort: number; rest: string } {
  if (address === 'ollama.com') return { scheme: 'https', defaultPort: 443, rest: address };
  const end = address.indexOf('://');
  if (end === -1) return { scheme: 'http', defaultPort: 11434, rest: address };
  const scheme = address.slice(0, end).toLowerCase();
  return { scheme, defaultPort: scheme === 'https' ? 443 : 80, rest: address.slice(end + 3) };
}

function splitPort(authority: string, defaultPort: number): { host: string; port: number } {
  const withPort = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(authority);
  const host = (withPort?.[1] ?? authority).replace(/^\[(.*)\]$/s, '$1');
  const digits = withPort?.[2] ?? '';
  const port = /^\d+$/.test(digits) ? Number(digits) : NaN;
  return { host, port: port <= 65535 ? port : defaultPort };
}

function reachable(url: URL): URL {
  const host = hostOfUrl(url.href) ?? '';
  const connectable = connectableHost(host);
  if (connectable !== host) url.hostname = connectable.includes(':') ? `[${connectable}]` : connectable;
  return url;
}
