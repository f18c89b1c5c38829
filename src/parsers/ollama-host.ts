/**
 * The address in `OLLAMA_HOST`, in every form Ollama itself takes (envconfig/config.go, `Host()`): no scheme means
 * http on port 11434, `http://` means port 80, `https://` 443, `ollama.com` alone is https; a path is kept; IPv6
 * with or without brackets; a port that is none falls back to the default; quotes and blanks around are ignored.
 * An address to listen on everywhere (0.0.0.0, ::) means this machine. Null when no address can be made of it.
 */
export function parseOllamaHost(text: string): URL | null {
  const trimmed = text
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .trim();
  const [, givenScheme, rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/is.exec(trimmed) ?? [];
  const hosted = givenScheme === undefined && rest.split('/')[0] === 'ollama.com';
  const scheme = hosted ? 'https' : (givenScheme?.toLowerCase() ?? 'http');
  if (scheme !== 'http' && scheme !== 'https') return null;
  const defaultPort = scheme === 'https' ? 443 : givenScheme === undefined ? 11434 : 80;

  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? '' : rest.slice(slash);
  const at = authority.lastIndexOf('@');
  const { host, port } = splitPort(authority.slice(at + 1), defaultPort);
  try {
    return new URL(`${scheme}://${authority.slice(0, at + 1)}${reachable(host)}:${port}${path}`);
  } catch (thrown) {
    if (thrown instanceof TypeError) return null;
    throw thrown;
  }
}

function splitPort(authority: string, defaultPort: number): { host: string; port: number } {
  const bareIpv6 = authority.split(':').length > 2 && !authority.startsWith('[');
  if (bareIpv6) return { host: authority, port: defaultPort };
  const [, host = '', digits = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  const port = /^\d+$/.test(digits) ? Number(digits) : NaN;
  return { host: host.replace(/^\[|\]$/g, ''), port: port <= 65535 ? port : defaultPort };
}

function reachable(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
