import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { Agent, request } from 'node:https';
import { once } from 'node:events';
import * as net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, TLSSocket } from 'node:tls';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { buildApp } from '../../src/app.js';
import { lookPassed } from './look-passed.js';
import { listenAtAll } from '../../src/listening/addresses.js';
import { tlsServers } from '../../src/listening/listening.js';
import { defaultSettings, type Settings } from '../../src/settings/settings.js';
import { inUse, makeCertificate, opensslIsMissing } from '../helpers/service/certificates.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { recordedHost } from '../helpers/machines/recorded-host.js';

/** The whole service listening with the certificate in `places`, its log, and the clock of its certificate. */
async function served(t: Test, places: { certificate: string; key: string }, addresses = ['127.0.0.1']) {
  const settings = defaultSettings({ tlsCert: places.certificate, tlsKey: places.key });
  const log: { level: number; msg: string }[] = [];
  const logger = pino(
    { base: null },
    { write: (line) => void log.push(JSON.parse(line) as (typeof log)[number]) },
  );
  const clock = new FakeClock(new Date().toISOString());
  const tls = await tlsServers(settings, clock, logger);
  const app = await buildApp({ settings, host: recordedHost('linux-x64__vm-2-threads'), logger, tls });
  t.teardown(() => app.close());
  await listenAtAll(app, addresses, 0, (address) => address);
  const [bound] = app.addresses() as AddressInfo[];
  const parsed = async (text: RegExp) => {
    while (!log.some(({ msg }) => text.test(msg))) await new Promise((resolve) => setImmediate(resolve));
  };
  return { app, log, clock, parsed, port: bound?.port ?? 0 };
}

/** Status of the answer to `GET /health/live`, and the connection it came over. */
function ask(agent: Agent, port: number, host = '127.0.0.1') {
  return new Promise<{ status: number | undefined; socket: Socket }>((resolve, reject) => {
    const requested = request(
      { agent, host, port, path: '/health/live', rejectUnauthorized: false },
      (answer) => {
        const { socket } = answer;
        answer.resume().on('end', () => resolve({ status: answer.statusCode, socket }));
      },
    );
    requested.on('error', reject).end();
  });
}

/** What a new connection is shown. */
async function shown(port: number, host?: string): Promise<string> {
  const agent = new Agent();
  const { socket } = await ask(agent, port, host);
  const certificate = shownTo(socket);
  agent.destroy();
  return certificate;
}

/** What the client at this end of a connection was shown. */
function shownTo(socket: Socket): string {
  if (!(socket instanceof TLSSocket)) throw new Error('the answer came without TLS');
  return socket.getPeerCertificate().fingerprint256;
}

const fingerprint = (path: string) => new X509Certificate(readFileSync(path)).fingerprint256;

t.test('TLS', { skip: opensslIsMissing }, (t) => {
  const made = t.testdir({});
  const first = makeCertificate(made);
  const second = makeCertificate(made, { name: 'second' });

  t.test('new connections get a new certificate, and one that goes on keeps its own', async (t) => {
    const places = inUse(t.testdir({}), first);
    const { port, clock, parsed } = await served(t, places);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.teardown(() => agent.destroy());
    const before = await ask(agent, port);
    t.equal(before.status, 200);
    t.equal(shownTo(before.socket), fingerprint(first.certificate));

    copyFileSync(second.certificate, places.certificate);
    copyFileSync(second.key, places.key);
    await lookPassed(clock);
    await parsed(/^a new certificate is in use$/);

    t.equal(await shown(port), fingerprint(second.certificate));
    const after = await ask(agent, port);
    t.equal(after.status, 200);
    t.equal(after.socket, before.socket, 'the connection of before is still the one that is used');
  });

  t.test('all addresses of localhost get it', async (t) => {
    const places = inUse(t.testdir({}), first);
    const addresses = ['127.0.0.1', '127.0.0.2'];
    const { port, clock, parsed } = await served(t, places, addresses);
    copyFileSync(second.certificate, places.certificate);
    copyFileSync(second.key, places.key);
    await lookPassed(clock);
    await parsed(/^a new certificate is in use$/);
    for (const address of addresses)
      t.equal(await shown(port, address), fingerprint(second.certificate), address);
  });

  t.test('a broken new pair leaves the old one in use, and the log says why', async (t) => {
    const places = inUse(t.testdir({}), first);
    const { port, clock, log, parsed } = await served(t, places);
    writeFileSync(places.key, 'half a file');
    await lookPassed(clock);
    await parsed(
      /^the certificate in use stays, because of the new one: the key|holds no private key in PEM form/,
    );
    t.match(log.at(-1), { level: 50 });
    t.equal(await shown(port), fingerprint(first.certificate));
  });

  t.test(
    'of TLS 1.2 only ciphers with forward secrecy and authenticated encryption are spoken',
    async (t) => {
      const { port } = await served(t, inUse(t.testdir({}), first));
      const spoken = (ciphers: string) =>
        new Promise<string>((resolve) => {
          const options = {
            host: '127.0.0.1',
            port,
            ciphers,
            maxVersion: 'TLSv1.2',
            rejectUnauthorized: false,
          } as const;
          const socket = connect(options, () => {
            resolve(socket.getCipher().name);
            socket.destroy();
          }).on('error', () => resolve('none'));
        });
      for (const one of ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'])
        t.equal(await spoken(one), one);
      for (const one of ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384'])
        t.equal(await spoken(one), 'none', one);
    },
  );

  t.test('nothing older than TLS 1.2 is spoken, before and after a change', async (t) => {
    const places = inUse(t.testdir({}), first);
    const { port, clock, parsed } = await served(t, places);
    const old = () =>
      new Promise<string>((resolve) => {
        const options = {
          port,
          host: '127.0.0.1',
          rejectUnauthorized: false,
          ciphers: 'ALL:@SECLEVEL=0',
        } as const;
        const socket = connect({ ...options, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
        socket.on('error', (error: Error) => resolve(error.message));
        socket.on('secureConnect', () => resolve(`spoke ${String(socket.getProtocol())}`));
      });
    t.match(await old(), /alert protocol version/i);
    copyFileSync(second.certificate, places.certificate);
    copyFileSync(second.key, places.key);
    await lookPassed(clock);
    await parsed(/^a new certificate is in use$/);
    t.match(await old(), /alert protocol version/i);
  });

  t.test('a client that does not speak TLS is told so in plain HTTP, and the service goes on', async (t) => {
    const { port } = await served(t, inUse(t.testdir({}), first));
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`);
    t.equal(answer.status, 400);
    t.match(await answer.json(), { detail: 'TLS is spoken at this port: ask with https://' });
    t.equal(await shown(port), fingerprint(first.certificate));
  });

  t.test('connections are let go of whose handshake does not end, or breaks off', async (t) => {
    const { port, app } = await served(t, inUse(t.testdir({}), first));
    const beginnings = [
      '',
      '\x16\x03\x01\x02\x00\x01\x00',
      '\x00\x01 no handshake',
      'GET / HTTP/1.1\r\n\r\n',
    ];
    const held = () =>
      new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
    for (const beginning of Array.from({ length: 5 }, () => beginnings).flat()) {
      // It never ends its own half either.
      const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      t.teardown(() => socket.destroy());
      socket.on('error', () => socket.destroy()).resume();
      await once(socket, 'connect');
      socket.write(beginning);
    }
    t.ok((await held()) >= 10, 'those that say too little are waited for');
    const began = performance.now();
    while ((await held()) > 0 && performance.now() - began < 20_000) await sleep(50);
    t.equal(await held(), 0);
  });

  t.test('a certificate that ends soon, has ended or does not hold yet is warned about', async (t) => {
    const places = inUse(t.testdir({}), first);
    const warnings = async (start: string) => {
      const found: string[] = [];
      const logger = pino({ base: null, level: 'warn' }, { write: (line) => void found.push(line) });
      const settings = defaultSettings({ tlsCert: places.certificate, tlsKey: places.key });
      const tls = await tlsServers(settings, new FakeClock(start), logger);
      tls?.close();
      return found.map((line) => (JSON.parse(line) as { msg: string }).msg);
    };
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    t.strictSame(await warnings(days(1)), []);
    t.match(await warnings(days(25)), [/^the certificate ends on \d{4}-\d\d-\d\dT/]);
    t.match(await warnings(days(31)), [/^the certificate ended on .*; clients will refuse it$/]);
    t.match(await warnings(days(-2)), [/^the certificate holds only from .*; clients will refuse it$/]);
  });
  t.end();
});

t.test('a certificate without key, or a key without certificate, is refused', async (t) => {
  const logger = pino({ level: 'silent' });
  const given = (changes: Partial<Settings>) => tlsServers(defaultSettings(changes), new FakeClock(), logger);
  t.equal(await given({}), null);
  await t.rejects(given({ tlsCert: '/a' }), {
    name: 'SettingError',
    message: 'SYSMON_TLS_CERT is set without SYSMON_TLS_KEY; TLS needs both',
  });
  await t.rejects(given({ tlsKey: '/a' }), {
    message: 'SYSMON_TLS_KEY is set without SYSMON_TLS_CERT; TLS needs both',
  });
  await t.rejects(given({ tlsCert: '/nowhere/a', tlsKey: '/nowhere/b' }), {
    message: 'SYSMON_TLS_CERT, SYSMON_TLS_KEY: the certificate /nowhere/a does not exist',
  });
});
