import type { Clock } from '../clock.js';
import { parseServerAddress } from '../parsers/model-server/address.js';
import { SettingError } from '../settings/values.js';
import type { Settings } from '../settings/settings.js';
import { followFiles } from './followed-files.js';
import { secretText } from './secret-file.js';

/** How often the file is looked at, ms. */
const pause = 2_000;
/** What fits a header. */
const keyPattern = /^[\x21-\x7e]{1,4096}$/;

/** Where it is said what becomes of the file. */
export interface Log {
  info: (text: string) => void;
  warn: (text: string) => void;
  error: (about: { err: unknown }, text: string) => void;
}

/** The keys of the servers of models that the settings name: each goes to its own server, and nowhere else. */
export interface ServerKeys {
  /** The headers of the next question to the server at this address. */
  headersFor: (url: URL) => Record<string, string>;
  /** Reads the file now. */
  look: () => void;
  stop: () => void;
}

interface Read {
  keys: ReadonlyMap<string, string>;
  warnings: string[];
}

/** Reads the file of keys, and again when it changes. Throws a SettingError where it cannot be used. */
export async function serverKeys(settings: Settings, clock: Clock, log: Log): Promise<ServerKeys> {
  const { modelServerKeysFile: path, modelServerUrls } = settings;
  if (path === null) return { headersFor: () => ({}), look: () => undefined, stop: () => undefined };
  let keys: Read['keys'] = new Map();
  const read = () => readServerKeys(path, modelServerUrls);
  const use = (file: Read) => {
    keys = file.keys;
    for (const warning of file.warnings) log.warn(`the file of the servers’ keys: ${warning}`);
  };
  try {
    use(await read());
  } catch (thrown) {
    if (!(thrown instanceof SettingError)) throw thrown;
    throw new SettingError(`SYSMON_MODEL_SERVERS_KEYS_FILE: ${thrown.message}`);
  }
  const following = followFiles({ paths: [path], pause, read }, clock, {
    changed: (file) => {
      use(file);
      log.info('the file of the servers’ keys was read again');
    },
    failed: (err) =>
      log.error(
        { err },
        'the file of the servers’ keys cannot be used; the keys from before go on being sent',
      ),
  });
  const headersFor = (url: URL): Record<string, string> => {
    const key = keys.get(url.href);
    return key === undefined ? {} : { authorization: `Bearer ${key}` };
  };
  return { headersFor, ...following };
}

/** The keys in the file at `path` by the addresses of their servers. What it says wrongly is never repeated. */
export async function readServerKeys(path: string, servers: readonly URL[]): Promise<Read> {
  const { text, warning } = await secretText(path);
  const keys = new Map<string, string>();
  const warnings = warning === null ? [] : [warning];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '' || words[0]?.startsWith('#') === true) continue;
    const place = `line ${index + 1}`;
    const { address, key } = keyIn(words, place);
    if (keys.has(address)) throw new SettingError(`${place}: a second key for the same address`);
    keys.set(address, key);
    const isKnown = servers.some(({ href }) => href === address);
    if (!isKnown) warnings.push(`${place}: no server of SYSMON_MODEL_SERVERS has this address`);
  }
  if (keys.size === 0) throw new SettingError('holds no key: a line is an address, a blank and a key');
  return { keys, warnings };
}

function keyIn([address = '', key = '', ...more]: readonly string[], place: string) {
  const url = parseServerAddress(address);
  if (url === null)
    throw new SettingError(`${place}: does not begin with an address such as http://host:8080`);
  if (more.length > 0 || !keyPattern.test(key)) {
    throw new SettingError(`${place}: behind the address there must be one key of visible ASCII`);
  }
  return { address: url.href, key };
}
