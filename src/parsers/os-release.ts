/**
 * `/etc/os-release` (https://www.freedesktop.org/software/systemd/man/os-release.html): values by name, without
 * quotes and their escapes.
 */
export function parseOsRelease(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, raw] of text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)) {
    if (name !== undefined && raw !== undefined) values.set(name, unquoted(raw.trimEnd()));
  }
  return values;
}

function unquoted(raw: string): string {
  const [, , inner = raw] = /^(["'])(.*)\1$/.exec(raw) ?? [];
  return raw.startsWith("'") ? inner : inner.replace(/\\(["$`\\])/g, '$1');
}
