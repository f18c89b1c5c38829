import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { networks } from '../../../../src/access/networks.js';
import type { Settings } from '../../../../src/settings/settings.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';
const key = 'the-key-of-the-only-client-0123456789';
const apiKeys = [{ name: 'a', digest: digestOf(key) }];

/** The status and code for `GET /stats/memory` under a host name. */
async function door(settings: Partial<Settings>) {
  const { app, host } = await recordedApp(machine, { settings });
  return async (name: string, more: Record<string, string> = {}) => {
    const headers = { host: name, 'x-api-key': key, ...more };
    const answer = await host.clock.until(app.inject({ url: '/stats/memory', headers }));
    return answer.statusCode === 200 ? 200 : answer.json<{ code: string }>().code;
  };
}

t.test('where a key is asked for, any name will do, unless some are set', async (t) => {
  const any = await door({ apiKeys });
  for (const name of ['evil.example', '192.168.1.7:5000', 'localhost']) t.equal(await any(name), 200, name);
  const some = await door({ apiKeys, allowedHosts: ['monitor.example.org', 'fd00::1'] });
  for (const name of [
    'Monitor.Example.ORG:443',
    'monitor.example.org.',
    'localhost:1',
    '10.0.0.1',
    '[fd00::1]:5000',
    '[fe80::1]',
  ]) {
    t.equal(await some(name), 200, name);
  }
  for (const name of [
    'evil.example',
    'x.monitor.example.org',
    'monitor.example.org.evil.example',
    '10.0.0',
  ]) {
    t.equal(await some(name), 'host_not_allowed', name);
  }
});

t.test(
  'open to everybody, names still have to be known: a rebinding needs a name, an address is none',
  async (t) => {
    const open = await door({ auth: 'off', host: '0.0.0.0', allowedHosts: ['monitor.lan'] });
    for (const name of ['192.168.1.7:5000', '[2001:db8::1]', 'localhost', 'monitor.lan'])
      t.equal(await open(name), 200, name);
    for (const name of ['evil.example', '192.168.1.7.evil.example', '1.2.3', '3232235783']) {
      t.equal(await open(name), 'host_not_allowed', name);
    }
  },
);

t.test('open by word, a proxy may stand in front; without that word it may not', async (t) => {
  t.equal(await (await door({ auth: 'off' }))('localhost', { 'x-forwarded-for': '1.2.3.4' }), 200);
  t.equal(await (await door({}))('localhost', { 'x-forwarded-for': '1.2.3.4' }), 'forwarded_without_key');
  t.equal(await (await door({ apiKeys }))('localhost', { 'x-forwarded-for': '1.2.3.4' }), 200);
});

t.test('behind a trusted proxy it is the client that has to be among the addresses', async (t) => {
  const settings = { apiKeys, trustProxy: ['127.0.0.1'], allowFrom: networks('203.0.113.0/24') };
  const ask = await door(settings);
  t.equal(await ask('localhost', { 'x-forwarded-for': '203.0.113.9' }), 200);
  t.equal(await ask('localhost', { 'x-forwarded-for': '198.51.100.1' }), 'address_not_allowed');
  t.equal(await ask('localhost', { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' }), 'address_not_allowed');
  t.equal(await ask('localhost'), 'address_not_allowed');
});
