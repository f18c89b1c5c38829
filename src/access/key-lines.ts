import { hash } from 'node:crypto';
import { SettingError } from '../settings/values.js';

/** One client's key as the service keeps it: its name for the log, and the SHA-256 digest of the key. */
export interface NamedKey {
  readonly name: string;
  readonly digest: Buffer;
}

const form = 'name:key or name:sha256:<64 hexadecimal digits>';
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Visible ASCII but the comma: what fits a header and a comma-separated list. */
const keyPattern = /^[\x21-\x2b\x2d-\x7e]{16,256}$/;
const most = 1000;

/** The digest by which a key is known. A key is random, so one round without salt is enough. */
export function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** The line that tells settings and key file of a key without telling the key. */
export function digestLine(name: string, key: string): string {
  return `${name}:sha256:${digestOf(key).toString('hex')}`;
}

/** `name` as it is when it can name a key; throws a SettingError otherwise. */
export function keyName(name: string): string {
  if (!namePattern.test(name)) {
    throw new SettingError(
      'the name of a key is made of letters, digits, dots, hyphens and underscores, at most 64',
    );
  }
  if (name === 'sha256') throw new SettingError('the name sha256 is reserved; choose another name');
  return name;
}

/** The keys of a comma-separated list, as in SYSMON_API_KEYS. */
export function keyList(text: string): readonly NamedKey[] {
  const entries = text.split(',').map((one, index) => ({ text: one.trim(), place: `entry ${index + 1}` }));
  return keysOf(entries.filter((entry) => entry.text !== ''));
}

/** The keys of a key file: one a line; blank lines and lines that begin with # are comments. */
export function keyLines(text: string): readonly NamedKey[] {
  const lines = text.split('\n').map((line, index) => ({ text: line.trim(), place: `line ${index + 1}` }));
  return keysOf(lines.filter((line) => line.text !== '' && !line.text.startsWith('#')));
}

/** Throws where two keys have one name, or two names one key: the log could not tell them apart. */
export function checkDistinct(keys: readonly NamedKey[]): void {
  const names = new Set(keys.map(({ name }) => name));
  const digests = new Set(keys.map(({ digest }) => digest.toString('hex')));
  if (names.size < keys.length) throw new SettingError('two keys have the same name');
  if (digests.size < keys.length) throw new SettingError('two names have the same key');
  if (keys.length > most) throw new SettingError(`there are more than ${most} keys`);
}

function keysOf(entries: readonly { text: string; place: string }[]): readonly NamedKey[] {
  const keys = entries.map(({ text, place }) => {
    try {
      return namedKey(text);
    } catch (thrown) {
      if (!(thrown instanceof SettingError)) throw thrown;
      // Never the text itself: whatever is wrong with it, it may be a key.
      throw new SettingError(`${place}: ${thrown.message}`);
    }
  });
  checkDistinct(keys);
  return keys;
}

function namedKey(text: string): NamedKey {
  const colon = text.indexOf(':');
  if (colon === -1) throw new SettingError(`has no name; it must be ${form}`);
  const name = keyName(text.slice(0, colon));
  const key = text.slice(colon + 1);
  if (key.startsWith('sha256:')) return { name, digest: digestGiven(key.slice('sha256:'.length)) };
  if (keyPattern.test(key)) return { name, digest: digestOf(key) };
  throw new SettingError(
    'the key must be 16 to 256 characters of visible ASCII without blanks and commas; ' +
      'system-monitor-api key makes one',
  );
}

function digestGiven(hexadecimal: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(hexadecimal)) return Buffer.from(hexadecimal, 'hex');
  throw new SettingError('a SHA-256 digest has 64 hexadecimal digits');
}
