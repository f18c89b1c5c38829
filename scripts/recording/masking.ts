import { isIPv4, isIPv6 } from 'node:net';

/** What was hidden of one kind: how many different values. */
export interface Masked {
  kind: string;
  values: number;
}

/**
 * Replaces what tells which machine it is and whose. The same value always gets the same replacement, in texts and
 * in paths, so that what belongs together still does.
 */
export class Masking {
  readonly #known = new Map<string, Map<string, string>>();
  #literals: { text: string; pattern: RegExp; replacement: string }[] = [];

  /**
   * Gives the replacement of a name found in its place, such as `host-1`, and from now on hides it wherever it
   * stands as a whole word; a name too short to be told from ordinary words only where the caller does.
   */
  hide(kind: string, name: string): string {
    const replacement = this.replacement(kind, name, (n) => `${kind}-${n}`);
    if (name.length >= shortestWord && name !== replacement) {
      this.#hideAs(name, new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`, 'g'), replacement);
    }
    return replacement;
  }

  /** Hides a name between slashes, however short. */
  hideFolder(kind: string, name: string): void {
    const replacement = this.replacement(kind, name, (n) => `${kind}-${n}`);
    this.#hideAs(name, new RegExp(`(?<=/)${escaped(name)}(?=$|[/\\s])`, 'gm'), replacement);
  }

  /** Hides a text that stands between blanks. */
  hideBetweenBlanks(text: string, replacement: string): void {
    this.#hideAs(text, new RegExp(`(?<!\\S)${escaped(text)}(?!\\S)`, 'g'), replacement);
  }

  /** `text` without anything known to be private. */
  mask(text: string): string {
    const withoutPaths = maskPaths(text, this);
    const named = this.#literals.reduce(
      (masked, { pattern, replacement }) => masked.replace(pattern, replacement),
      withoutPaths,
    );
    return maskPatterns(named, this);
  }

  /** The replacement of `value`, the `n`th of its kind; what is a replacement already stays as it is. */
  replacement(kind: string, value: string, make: (n: number) => string): string {
    const values = this.#known.get(kind) ?? new Map<string, string>();
    if ([...values.values()].includes(value)) return value;
    this.#known.set(kind, values);
    const replacement = values.get(value) ?? make(values.size + 1);
    values.set(value, replacement);
    return replacement;
  }

  /** What was hidden so far. */
  get report(): Masked[] {
    return [...this.#known].map(([kind, values]) => ({ kind, values: values.size }));
  }

  #hideAs(text: string, pattern: RegExp, replacement: string): void {
    const others = this.#literals.filter((literal) => literal.pattern.source !== pattern.source);
    // A long name first: it may hold a shorter one.
    this.#literals = [...others, { text, pattern, replacement }].sort(
      (a, b) => b.text.length - a.text.length,
    );
  }
}

const shortestWord = 4;

/** The driver's `GPU-` and `MIG-` before it stay. */
const uuid = /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi;
/** Container, machine and manifest identifiers. */
const longHex = /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32,128}(?![0-9a-z])/gi;
/** Docker names a bridge after its network, Linux a USB network card after its address. */
const bridgeName = /\bbr-[0-9a-f]{12}\b/g;
const interfaceMac = /\benx([0-9a-f]{12})\b/g;
const macAddress = /(?<![0-9a-f:.])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:.])/gi;
/** A kernel version such as 5.15.167.4-microsoft is no address. */
const ipv4Like = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?!\w|[.-]\w)/g;
const ipv6Like = /(?<![\w.:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}(?![\w.:])/gi;
/** Who built a kernel or a driver, and where. */
const builder = /\(([\w.+-]+)@([\w.-]+)\)/g;
/** Folders whose names people choose. */
const privatePath = /\/(home|Users|mnt|media|srv)((?:\/[^\s/,:"'()=]+)+)/g;
const accountOption = /\b(user|username|domain)=([^\s,]+)/g;

/** The user's name in the path of a home, and the names of all folders below it or below another private place. */
function maskPaths(text: string, masking: Masking): string {
  return text.replace(privatePath, (_, root: string, rest: string) => {
    const kindAt = (depth: number) =>
      depth === 0 && (root === 'home' || root === 'Users') ? 'user' : 'folder';
    const names = rest.slice(1).split('/');
    const masked = names.map((name, depth) =>
      masking.replacement(kindAt(depth), name, (n) => `${kindAt(depth)}-${n}`),
    );
    return `/${root}/${masked.join('/')}`;
  });
}

function maskPatterns(text: string, masking: Masking): string {
  const id = (value: string, before: string, digits: number) =>
    masking.replacement('identifier', value, (n) => before + padded(n, digits));
  return text
    .replace(builder, (_, user: string, host: string) => {
      return `(${masking.hide('user', user)}@${masking.hide('host', host)})`;
    })
    .replace(accountOption, (_, option: string, name: string) => `${option}=${masking.hide('user', name)}`)
    .replace(uuid, (value) =>
      masking.replacement('UUID', value.toLowerCase(), (n) => `00000000-0000-0000-0000-${padded(n, 12)}`),
    )
    .replace(longHex, (value) => id(value, '', value.length))
    .replace(bridgeName, (value) => id(value, 'br-', 12))
    .replace(interfaceMac, (_, mac: string) => `enx${maskMac(masking, withColons(mac)).replaceAll(':', '')}`)
    .replace(macAddress, (value) => maskMac(masking, value))
    .replace(ipv4Like, (value) => maskAddress(masking, value))
    .replace(ipv6Like, (value) => maskAddress(masking, value));
}

function maskMac(masking: Masking, value: string): string {
  if (/^[0:]+$/.test(value)) return value;
  return masking.replacement('MAC address', value.toLowerCase(), (n) => `02:00:00:00:00:${padded(n, 2)}`);
}

function maskAddress(masking: Masking, value: string): string {
  if (isIPv4(value) && !/^(?:127|0|255)\./.test(value))
    return masking.replacement('IPv4 address', value, (n) => `192.0.2.${n}`);
  // What ends in a colon is a network at most; `0::/` is how Linux writes the group of a process.
  if (isIPv6(value) && !value.endsWith(':') && value !== '::1')
    return masking.replacement('IPv6 address', value.toLowerCase(), (n) => `2001:db8::${n}`);
  return value;
}

function withColons(mac: string): string {
  return mac.replaceAll(/..(?!$)/g, '$&:');
}

function padded(n: number, length: number): string {
  return String(n).padStart(length, '0');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
