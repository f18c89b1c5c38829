import { once } from 'node:events';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { buildApp } from '../../src/app.js';
import { listenAtAll, localhostAddresses } from '../../src/listening/addresses.js';
import { socketInterval } from '../../src/listening/kept-socket.js';
import { defaultSettings } from '../../src/settings/settings.js';
import { recordedHost } from '../helpers/machines/recorded-host.js';
import { makeCertificate, opensslIsMissing } from '../helpers/service/certificates.js';
import { ended, endedBy, service } from '../helpers/service/program.js';
import { promptly } from '../helpers/service/promptly.js';
import { shortFolder } from '../helpers/service/short-folder.js';

const noUnixSockets = process.platform === 'win32' ? 'Windows has no such sockets' : false;

/** Status and body of one request. */
function ask(options: RequestOptions & { rejectUnauthorized?: boolean; secure?: boolean }) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const requested = (options.secure === true ? secureRequest : request)(
      { agent: false, ...options },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      },
    );
    requested.on('error', reject).end();
  });
}

/** An open connection that says nothing but `text`. */
async function open(t: Test, port: number, text: string) {
  const socket = connect(port, '127.0.0.1').on('error', () => socket.destroy());
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
}

t.test('at several addresses of one name every connection counts in the same caps', async (t) => {
  const app = await buildApp({
    settings: defaultSettings(),
    host: recordedHost('linux-x64__vm-2-threads'),
  });
  t.teardown(() => app.close());
  const told: string[] = [];
  const addresses = ['127.0.0.1', '127.0.0.2', '203.0.113.1'];
  await listenAtAll(app, addresses, 0, (address) => {
    told.push(new URL(address).hostname);
    return address;
  });
  t.strictSame(told, ['127.0.0.1', '127.0.0.2'], 'an address that the machine does not have is passed over');
  const [bound] = app.addresses() as AddressInfo[];
  const { port = 0 } = bound ?? {};
  for (const host of told) {
    t.equal((await ask({ host, port, path: '/health/live' })).status, 200, host);
    const socket = connect({ host, port });
    t.teardown(() => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(600));
    let answers = 0;
    socket.on('data', (chunk: Buffer) => (answers += chunk.toString().split('HTTP/1.1 200').length - 1));
    await once(socket, 'close');
    t.ok(answers <= 8, `${answers} of 600 pipelined requests are answered at ${host}`);
  }
  const { hostname } = new URL(`http://${(await localhostAddresses())[0] ?? ''}`);
  t.ok(['127.0.0.1', '[::1]'].includes(hostname), hostname);
});

t.test('on a unix socket', { skip: noUnixSockets }, (t) => {
  t.test('the service answers there, with the mode asked for, and takes it away at its end', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    const { child, url } = await service(t, ['--socket', path]);
    t.equal(url, path);
    t.equal(statSync(path).mode & 0o777, 0o660);
    const { status, body } = await ask({ socketPath: path, path: '/stats/memory' });
    t.equal(status, 200);
    t.match(JSON.parse(body), { total_gb: Number });
    const { code, ms } = await endedBy(child, 'SIGTERM');
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
    t.equal(existsSync(path), false);
  });

  t.test('a killed service leaves its socket, and the next one takes the place', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    const { child } = await service(t, ['--socket', path]);
    await endedBy(child, 'SIGKILL');
    t.equal(existsSync(path), true);
    await service(t, ['--socket', path, '--socket-mode', '0666']);
    t.equal(statSync(path).mode & 0o777, 0o666);
    t.equal((await ask({ socketPath: path, path: '/health/live' })).status, 200);
  });

  t.test('a socket in use is said in one line, with exit code 2, and goes on answering', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    await service(t, ['--socket', path]);
    const { code, stderr } = await ended(['--socket', path]);
    t.equal(
      stderr,
      `system-monitor-api: SYSMON_SOCKET: another program listens on ${path}; stop that one, or choose another path\n`,
    );
    t.equal(code, 2);
    t.equal((await ask({ socketPath: path, path: '/health/live' })).status, 200);
  });

  t.test(
    'a socket that is removed is made anew, with its mode, and what others put there is left',
    async (t) => {
      const path = join(shortFolder(t), 'api.sock');
      const { child } = await service(t, ['--socket', path, '--socket-mode', '0666']);
      for (const time of ['once', 'twice']) {
        rmSync(path);
        t.ok(await isThereWithin(path, 3 * socketInterval), time);
        t.equal(statSync(path).mode & 0o777, 0o666);
        t.equal((await ask({ socketPath: path, path: '/health/live' })).status, 200);
      }
      t.equal((await endedBy(child, 'SIGTERM')).code, 0);
      t.equal(existsSync(path), false, 'and taken away at the end');
    },
  );

  t.test('a file in its place is left alone', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    writeFileSync(path, 'precious');
    const { code, stderr } = await ended(['--socket', path]);
    t.equal(
      stderr,
      `system-monitor-api: SYSMON_SOCKET: ${path} is there already and is not a socket; ` +
        'choose another path, or remove it yourself\n',
    );
    t.equal(code, 2);
    t.equal(existsSync(path), true);
  });
  t.end();
});

t.test('with TLS', { skip: opensslIsMissing }, (t) => {
  const folder = t.testdir({});
  const { certificate, key } = makeCertificate(folder);
  const args = ['--port', '0', '--tls-cert', certificate, '--tls-key', key];

  t.test('the service answers, and ends in time in spite of open connections', async (t) => {
    const { child, url, port } = await service(t, args);
    t.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
    const secure = { secure: true, rejectUnauthorized: false, host: '127.0.0.1', port };
    t.equal((await ask({ ...secure, path: '/stats/memory' })).status, 200);
    await open(t, port, '');
    // The first bytes of a handshake that never goes on.
    await open(t, port, '\x16\x03\x01\x02\x00\x01\x00');
    const { code, ms } = await endedBy(child, 'SIGTERM');
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
  });

  t.test('a key that does not fit is said in one line, with exit code 2', async (t) => {
    const wrong = join(folder, 'wrong.key');
    writeFileSync(wrong, 'not a key');
    const { code, stdout, stderr } = await ended([
      '--port',
      '0',
      '--tls-cert',
      certificate,
      '--tls-key',
      wrong,
    ]);
    t.equal(
      stderr,
      `system-monitor-api: SYSMON_TLS_CERT, SYSMON_TLS_KEY: ${wrong} holds no private key in PEM form\n`,
    );
    t.equal(code, 2);
    t.equal(stdout, '');
  });
  t.end();
});

async function isThereWithin(path: string, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (!existsSync(path) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return existsSync(path);
}
