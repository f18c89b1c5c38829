import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { readServerKeys, serverKeys } from '../../src/access/server-keys.js';
import { systemClock } from '../../src/clock.js';
import { defaultSettings } from '../../src/settings/settings.js';

const servers = [new URL('http://127.0.0.1:8080'), new URL('https://gpu.example.org/llama')];
const secret = 's3cr3t-0123456789';

function fileWith(t: Test, text: string, mode = 0o600): string {
  const path = join(t.testdir({ keys: text }), 'keys');
  chmodSync(path, mode);
  return path;
}

t.test('lines of an address and a key; blank lines and comments', async (t) => {
  const text = `# of the lab\n\nhttp://127.0.0.1:8080/ ${secret}\n\thttps://GPU.example.org/llama/ \t other!key \r\n`;
  const { keys, warnings } = await readServerKeys(fileWith(t, text), servers);
  t.strictSame(
    [...keys],
    [
      ['http://127.0.0.1:8080/', secret],
      ['https://gpu.example.org/llama', 'other!key'],
    ],
  );
  t.strictSame(warnings, []);
});

t.test('what cannot be used is said without what stands in it', async (t) => {
  const bad: [string, RegExp][] = [
    ['', /^holds no key/],
    [`# ${secret}\n`, /^holds no key/],
    [secret, /^line 1: does not begin with an address/],
    [`http://me:${secret}@x key`, /^line 1: does not begin with an address/],
    ['http://x', /^line 1: behind the address there must be one key/],
    [`http://x ${secret} ${secret}`, /^line 1: behind the address/],
    [`http://x ${secret}ü`, /^line 1: behind the address/],
    [`http://x ${secret}\nhttp://x/ b`, /^line 2: a second key for the same address$/],
  ];
  for (const [text, words] of bad) {
    const { message } = await readServerKeys(fileWith(t, text), servers).then(
      () => new Error('it was taken'),
      (error: unknown) => error as Error,
    );
    t.match(message, words);
    t.notMatch(message, secret);
  }
});

t.test('one that others can write is refused; one that all can read is warned about', async (t) => {
  const line = `http://127.0.0.1:8080 ${secret}\n`;
  await t.rejects(readServerKeys(fileWith(t, line, 0o620), servers), { message: /can write .* chmod go-w/ });
  t.match((await readServerKeys(fileWith(t, line, 0o644), servers)).warnings, [/every user .* can read/]);
  const other = await readServerKeys(fileWith(t, `http://x ${secret}`), servers);
  t.strictSame(other.warnings, ['line 1: no server of SYSMON_MODEL_SERVERS has this address']);
});

t.test('a key goes to its own server alone, and another one once the file has changed', async (t) => {
  const path = fileWith(t, `http://127.0.0.1:8080 ${secret}\n`);
  const said: string[] = [];
  const log = {
    info: (text: string) => said.push(text),
    warn: (text: string) => said.push(text),
    error: ({ err }: { err: unknown }, text: string) => said.push(`${text}: ${String(err)}`),
  };
  const settings = defaultSettings({ modelServerUrls: servers, modelServerKeysFile: path });
  const keys = await serverKeys(settings, systemClock, log);
  t.teardown(() => keys.stop());
  const now = () => servers.map((url) => keys.headersFor(url));
  t.strictSame(now(), [{ authorization: `Bearer ${secret}` }, {}]);
  writeFileSync(path, `https://gpu.example.org/llama another-${secret}\n`);
  await heard(said, 1, () => keys.look());
  t.strictSame(now(), [{}, { authorization: `Bearer another-${secret}` }]);
  rmSync(path);
  await heard(said, 2, () => keys.look());
  t.strictSame(now(), [{}, { authorization: `Bearer another-${secret}` }], 'those from before go on');
  t.match(said, [/was read again/, /cannot be used; the keys from before/]);
  t.notMatch(said.join(), secret);
});

t.test('without a file there are no keys; one that is not there ends the start', async (t) => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const without = await serverKeys(defaultSettings(), systemClock, log);
  t.strictSame(without.headersFor(new URL('http://127.0.0.1:8080')), {});
  const settings = defaultSettings({ modelServerKeysFile: '/nowhere/keys' });
  await t.rejects(serverKeys(settings, systemClock, log), {
    message: 'SYSMON_MODEL_SERVERS_KEYS_FILE: there is no such file',
  });
});

async function heard(said: readonly string[], count: number, look: () => void): Promise<void> {
  look();
  for (let waited = 0; waited < 5_000 && said.length < count; waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
