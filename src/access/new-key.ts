import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../failures.js';
import { SettingError } from '../settings/values.js';
import { digestLine, keyName } from './key-lines.js';

/** A fresh key of 256 random bits. Its beginning lets people and programs that look for leaked secrets know it. */
export function newKey(): string {
  return `sysmon_${randomBytes(32).toString('base64url')}`;
}

/** What `system-monitor-api key [name]` prints: a fresh key, and the line that makes the service know it. */
export function keyCommandText(name: string): string {
  const key = newKey();
  const line = digestLine(keyName(name), key);
  return [
    'For the client. It is shown this once and kept nowhere:',
    `  ${key}`,
    'For the service, one of:',
    `  SYSMON_API_KEYS=${line}`,
    `  ${line}`,
    'The second is a line of the file that SYSMON_API_KEYS_FILE names. Neither tells the key.',
    'Try it:',
    `  curl -H 'X-API-Key: ${key}' http://127.0.0.1:5000/stats`,
    '',
  ].join('\n');
}

/** What a terminal shows of a key that was made at start because none was set. */
export function shownKeyText(key: string): string {
  return `No key is set, so one was made for this run. It is not shown again:\n\n  ${key}\n\n`;
}

/** The key kept in `directory`, made there with mode 0600 when there is none yet. Throws a SettingError. */
export function storedKey(directory: string): { key: string; path: string } {
  const path = join(directory, 'api-key');
  try {
    return { key: existingKey(path) ?? madeKey(directory, path), path };
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === null) throw thrown;
    throw new SettingError(`SYSMON_STATE_DIR: ${path} cannot be kept (${code})`, { cause: thrown });
  }
}

function existingKey(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return null;
  if (!file.isFile()) throw new SettingError(`${path} must be a file with one key; it is something else`);
  // Windows has no such bits.
  if (process.platform !== 'win32' && (file.mode & 0o077) !== 0) {
    throw new SettingError(
      `${path} can be read by other users; delete it for a new key, or: chmod 600 ${path}`,
    );
  }
  const key = readFileSync(path, 'utf8').trim();
  if (/^[\x21-\x2b\x2d-\x7e]{16,256}$/.test(key)) return key;
  throw new SettingError(`${path} does not hold a key; delete it, and a new one is made`);
}

function madeKey(directory: string, path: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const key = newKey();
  // wx: what came there meanwhile is never written over, nor a link followed.
  writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 });
  return key;
}
