import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { accessOf, withNeededKey } from '../../src/access/access.js';
import { isLoopback } from '../../src/parsers/network-address.js';
import { digestOf } from '../../src/access/key-lines.js';
import { newKey } from '../../src/access/new-key.js';
import { SettingError } from '../../src/settings/values.js';
import { defaultSettings } from '../../src/settings/settings.js';

const key = { name: 'a', digest: digestOf('0123456789abcdef') };
const everywhere = { host: '0.0.0.0' };
const windows = process.platform === 'win32' && 'Windows has no modes';

t.test('who may ask follows from the settings', (t) => {
  t.equal(accessOf(defaultSettings()), 'local');
  t.equal(accessOf(defaultSettings({ apiKeys: [key] })), 'keys');
  t.equal(accessOf(defaultSettings({ apiKeysFile: '/keys' })), 'keys');
  t.equal(accessOf(defaultSettings({ auth: 'off', ...everywhere })), 'open');
  t.end();
});

t.test('no key is made where none is needed', (t) => {
  for (const changes of [
    {},
    { host: '::1' },
    { ...everywhere, apiKeys: [key] },
    { ...everywhere, auth: 'off' as const },
  ]) {
    const settings = defaultSettings(changes);
    t.strictSame(withNeededKey(settings, true), { settings, made: null });
  }
  t.end();
});

t.test('on a terminal a key is made and shown', (t) => {
  const { settings, made } = withNeededKey(defaultSettings(everywhere), true);
  const shown = made !== null && 'shown' in made ? made.shown : '';
  t.match(shown, /^sysmon_[\w-]{43}$/);
  t.strictSame(settings.apiKeys, [{ name: 'generated', digest: digestOf(shown) }]);
  t.end();
});

t.test('with a state directory a key is made once, for its owner alone, and stays', (t) => {
  const stateDirectory = join(t.testdir(), 'state', 'monitor');
  const first = withNeededKey(defaultSettings({ ...everywhere, stateDirectory }), false);
  const path = join(stateDirectory, 'api-key');
  t.strictSame(first.made, { storedAt: path });
  if (process.platform !== 'win32') t.equal(statSync(path).mode & 0o777, 0o600);
  const stored = readFileSync(path, 'utf8').trim();
  t.strictSame(first.settings.apiKeys, [{ name: 'generated', digest: digestOf(stored) }]);
  t.strictSame(withNeededKey(defaultSettings({ ...everywhere, stateDirectory }), false), first);
  t.end();
});

t.test(
  'a kept key that others can read, or that is none, is refused with what to do',
  { skip: windows },
  (t) => {
    const stateDirectory = t.testdir();
    const path = join(stateDirectory, 'api-key');
    const start = () => withNeededKey(defaultSettings({ ...everywhere, stateDirectory }), false);
    writeFileSync(path, newKey());
    chmodSync(path, 0o644);
    t.throws(start, { message: /can be read by other users; delete it for a new key, or: chmod 600 / });
    chmodSync(path, 0o600);
    writeFileSync(path, 'short\n');
    t.throws(start, { message: /does not hold a key; delete it, and a new one is made/ });
    t.end();
  },
);

t.test('a state directory that cannot be written is named with the reason', (t) => {
  const stateDirectory = join(t.testdir({ file: 'x' }), 'file');
  t.throws(() => withNeededKey(defaultSettings({ ...everywhere, stateDirectory }), false), {
    message: /^SYSMON_STATE_DIR: .*api-key cannot be kept \(E\w+\)$/,
  });
  mkdirSync(join(t.testdirName, 'api-key'));
  t.throws(
    () => withNeededKey(defaultSettings({ ...everywhere, stateDirectory: t.testdirName }), false),
    SettingError,
  );
  t.end();
});

t.test('on a unix socket no address matters, and its mode says who may connect', (t) => {
  const settings = defaultSettings({ ...everywhere, socket: '/run/monitor/api.sock' });
  t.strictSame(withNeededKey(settings, false), { settings, made: null });
  t.end();
});

t.test('else the start is refused with a key to paste, a fresh one each time', (t) => {
  const refusal = () => {
    try {
      withNeededKey(defaultSettings(everywhere), false);
    } catch (thrown) {
      return (thrown as Error).message;
    }
    return '';
  };
  const pattern = /^SYSMON_HOST=0\.0\.0\.0: others can reach .* SYSMON_API_KEYS=main:(sysmon_[\w-]{43}) /;
  const [, first] = pattern.exec(refusal()) ?? [];
  const [, second] = pattern.exec(refusal()) ?? [];
  t.ok(first !== undefined && second !== undefined && first !== second);
  t.end();
});

t.test('behind a proxy a key is needed on loopback too', (t) => {
  const trustProxy = ['127.0.0.0/8'];
  t.throws(() => withNeededKey(defaultSettings({ trustProxy }), false), {
    message: /^SYSMON_TRUST_PROXY: others can come through the proxy, and no key is set\. /,
  });
  t.match(withNeededKey(defaultSettings({ trustProxy }), true).made, { shown: String });
  t.equal(withNeededKey(defaultSettings({ trustProxy, auth: 'off' }), false).made, null);
  t.end();
});

t.test('keys beside SYSMON_AUTH=off are a contradiction', (t) => {
  for (const changes of [{ apiKeys: [key] }, { apiKeysFile: '/keys' }]) {
    t.throws(() => withNeededKey(defaultSettings({ auth: 'off', ...changes }), true), {
      message: /^SYSMON_AUTH=off: there are keys too/,
    });
  }
  t.end();
});

t.test('loopback is what no other machine can reach', (t) => {
  for (const host of ['localhost', '::1', '127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1'])
    t.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'gpu-box', 'localhost.example.org']) {
    t.notOk(isLoopback(host), host);
  }
  t.end();
});
