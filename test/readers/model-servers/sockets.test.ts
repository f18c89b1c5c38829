import { connect, createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { queueAtMost, socketsOf } from '../../../src/readers/model-servers/sockets.js';
import { writtenHost, type WrittenFiles } from '../../helpers/machines/written-host.js';
import { linuxOnly, realHost } from '../../helpers/model-servers/real-host.js';

void t.test(
  'as many requests wait as there are other connections, at most',
  { skip: linuxOnly },
  async (t) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sockets = [1, 2, 3].map(() => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    t.teardown(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const now = socketsOf(realHost(t))(0);
    t.equal(queueAtMost(now, port, { own: 0, busy: 0 }), 3);
    t.equal(queueAtMost(now, port, { own: 1, busy: 1 }), 1);
    t.equal(queueAtMost(now, port, { own: 3, busy: 4 }), 0, 'never less than none');
    t.equal(queueAtMost(null, port, { own: 0, busy: 0 }), null);
  },
);

void t.test('many sockets are read seldom', async (t) => {
  const files: WrittenFiles = { proc: { 'net/tcp': '' } };
  const host = writtenHost(files);
  let reads = 0;
  const optional = (path: string) => {
    if (path === 'net/tcp') reads += 1;
    return host.proc.optional(path);
  };
  const now = socketsOf({ ...host, proc: { ...host.proc, optional } });
  for (const [length, pause] of [
    [15_000, 75],
    [1_500_000, 7_500],
    [150_000_000, 10_000],
  ] as const) {
    files.proc = { 'net/tcp': ' '.repeat(length) };
    await host.clock.advance(20_000);
    reads = 0;
    now(0);
    await host.clock.advance(pause - 1);
    now(0);
    t.equal(reads, 1, `${length} characters`);
    await host.clock.advance(1);
    now(0);
    t.equal(reads, 2);
  }
});

void t.test('they are as old as may be', async (t) => {
  const files: WrittenFiles = { proc: { 'net/tcp': 'one' } };
  const host = writtenHost(files);
  const now = socketsOf(host);
  const first = now(0);
  await host.clock.advance(5_000);
  t.equal(now(10_000), first);
  t.not(now(5_000), first);
});
