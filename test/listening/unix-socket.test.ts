import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { listenWithMode, makeWayForSocket } from '../../src/listening/unix-socket.js';
import { shortFolder } from '../helpers/service/short-folder.js';
import { unprivileged } from '../helpers/service/unprivileged.js';

const noUnixSockets = process.platform === 'win32' ? 'Windows has no such sockets' : false;

/** A socket at `path` whose program was killed. */
async function abandonedSocket(path: string): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', script], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

t.test('unix sockets', { skip: noUnixSockets }, (t) => {
  t.test('where nothing is, nothing is done', async (t) => {
    await makeWayForSocket(join(shortFolder(t), 'api.sock'));
  });

  t.test('a socket on which nobody listens any more is removed', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    await abandonedSocket(path);
    t.equal(existsSync(path), true);
    await makeWayForSocket(path);
    t.equal(existsSync(path), false);
  });

  t.test('a socket on which somebody listens is left alone', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    const server = createServer().listen(path);
    t.teardown(() => server.close());
    await once(server, 'listening');
    await t.rejects(makeWayForSocket(path), { message: `another program listens on ${path}` });
    t.equal(existsSync(path), true);
  });

  t.test('nor is one touched to which this user may not connect', async (t) => {
    const folder = shortFolder(t);
    chmodSync(folder, 0o755);
    const path = join(folder, 'api.sock');
    const server = createServer().listen(path);
    t.teardown(() => server.close());
    await once(server, 'listening');
    chmodSync(path, 0);
    await unprivileged(() =>
      t.rejects(makeWayForSocket(path), { message: `another program listens on ${path}` }),
    );
    t.equal(existsSync(path), true);
  });

  t.test('a file or folder of that name is never removed', async (t) => {
    const folder = t.testdir({ file: 'precious', folder: {} });
    for (const name of ['file', 'folder']) {
      const path = join(folder, name);
      await t.rejects(makeWayForSocket(path), { message: `${path} is there already and is not a socket` });
      t.equal(existsSync(path), true);
    }
  });

  t.test('a folder that does not exist is named', async (t) => {
    const folder = join(shortFolder(t), 'missing');
    await t.rejects(makeWayForSocket(join(folder, 'api.sock')), { message: `there is no folder ${folder}` });
  });

  t.test('a left-over socket of another user is not removed, and that is said', async (t) => {
    const folder = join(shortFolder(t), 'root');
    mkdirSync(folder);
    const path = join(folder, 'api.sock');
    await abandonedSocket(path);
    chmodSync(path, 0o666);
    chmodSync(folder, 0o555);
    chmodSync(join(folder, '..'), 0o755);
    t.teardown(() => chmodSync(folder, 0o755));
    await unprivileged(() => t.rejects(makeWayForSocket(path), { code: 'no_permission' }));
    t.equal(existsSync(path), true);
  });

  t.test('a socket has exactly its mode, whatever the umask, and less while it is made', async (t) => {
    for (const mode of [0o600, 0o660, 0o666]) {
      const path = join(shortFolder(t), 'api.sock');
      const server = createServer();
      const before = process.umask(0o007);
      let first = 0;
      const { remove } = await listenWithMode(server, { path, mode }, async (bound) => {
        // What is prepended later runs earlier.
        server.prependOnceListener('listening', () => {
          t.equal(existsSync(path), false, 'nobody finds it before it is ready');
          first = statSync(bound).mode & 0o777;
        });
        server.listen(bound);
        await once(server, 'listening');
        t.equal(statSync(path).mode & 0o777, mode);
      });
      t.equal(process.umask(before), 0o007);
      t.equal(first, 0o600);
      remove();
      t.equal(existsSync(path), false);
      server.close();
    }
  });

  t.test('the end of one leaves the socket of another that has taken its place', async (t) => {
    const path = join(shortFolder(t), 'api.sock');
    const start = async () => {
      const server = createServer();
      const { remove } = await listenWithMode(server, { path, mode: 0o600 }, async (bound) => {
        server.listen(bound);
        await once(server, 'listening');
      });
      return async () => {
        remove();
        server.close();
        await once(server, 'close');
      };
    };
    const endFirst = await start();
    rmSync(path);
    const endSecond = await start();
    await endFirst();
    t.equal(existsSync(path), true);
    const client = connect(path);
    await once(client, 'connect');
    client.destroy();
    await endSecond();
    t.equal(existsSync(path), false);
  });

  t.test('the umask comes back when nothing could be made', async (t) => {
    const before = process.umask(0o022);
    await t.rejects(
      listenWithMode(createServer(), { path: '/nowhere', mode: 0o660 }, () =>
        Promise.reject(new Error('taken')),
      ),
      { message: 'taken' },
    );
    t.equal(process.umask(before), 0o022);
  });
  t.end();
});
