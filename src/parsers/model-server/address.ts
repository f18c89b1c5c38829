/**
 * The address of a server of models, `http://host:port/prefix`, without a slash at its end; null for what is none, and for
 * one with credentials, a query or a fragment: keys have a file of their own.
 */
export function parseServerAddress(text: string): URL | null {
  if (!/^https?:\/\/[^/?#\\\s]/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /[?#@\s]/.test(text)) return null;
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}
