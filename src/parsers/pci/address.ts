/**
 * A PCI address in the form of Linux, `0000:01:00.0`, from the forms of drivers (`00000000:0C:00.0`,
 * `0000:0C:00.0`); null when it is none.
 */
export function parsePciAddress(text: string): string | null {
  const [, domain, rest] = /^([\da-f]{1,8}):([\da-f]{2}:[\da-f]{2}\.[0-7])$/i.exec(text.trim()) ?? [];
  if (domain === undefined || rest === undefined) return null;
  return `${parseInt(domain, 16).toString(16).padStart(4, '0')}:${rest.toLowerCase()}`;
}
