import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { serverProcesses, type ServerProcess } from '../../../src/readers/model-servers/find.js';
import { reachable } from '../../../src/readers/model-servers/reachable.js';
import { socketsOf } from '../../../src/readers/model-servers/sockets.js';
import { writtenHost } from '../../helpers/machines/written-host.js';
import { linuxOnly, realHost, rootOnly } from '../../helpers/model-servers/real-host.js';
import { freePort, started, type Started, type StartOptions } from '../../helpers/model-servers/started.js';

const real = { skip: linuxOnly };
const asRoot = { skip: linuxOnly || rootOnly };

/** Where a real process may be asked, or why not. */
async function reached(t: Test, options: StartOptions): Promise<{ server: Started; at: unknown }> {
  const server = await started(t, options);
  const host = realHost(t);
  const found = (await serverProcesses(host)()).find(({ pid }) => pid === server.pid);
  if (found === undefined) throw new Error('it was not found');
  return { server, at: reachable(host, socketsOf(host)(0), found) };
}

void t.test(
  'a server is asked where it listens, by loopback where it listens everywhere',
  real,
  async (t) => {
    const places = [
      ['127.0.0.1', '127.0.0.1'],
      ['127.0.0.9', '127.0.0.9'],
      ['0.0.0.0', '127.0.0.1'],
      ['::', '::1'],
      ['::1', '::1'],
      ['::ffff:127.0.0.1', '127.0.0.1'],
    ] as const;
    for (const [host, address] of places) {
      const { server, at } = await reached(t, { host });
      t.strictSame(at, { address, port: server.port }, host);
    }
  },
);

void t.test('a server of another user is asked where that user listens', asRoot, async (t) => {
  const { server, at } = await reached(t, { user: 12_345 });
  t.strictSame(at, { address: '127.0.0.1', port: server.port });
});

void t.test('the port of another user is not that of a process that names it', asRoot, async (t) => {
  const victim = createServer();
  await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve));
  t.teardown(() => victim.close());
  const { port } = victim.address() as AddressInfo;
  const args = () => ['x.cjs', '--model', 'm', '--port', `${port}`];
  const { at } = await reached(t, { user: 12_345, args });
  t.match(at, { isSilent: false, reason: `what listens at its port ${port} is another user’s` });
});

void t.test('a port at which nothing listens may be listened at soon', real, async (t) => {
  const port = await freePort();
  const { at } = await reached(t, { args: () => ['x.cjs', '--model', 'm', '--port', `${port}`] });
  t.strictSame(at, { isSilent: true, reason: `nothing listens at its port ${port}`, remedy: null });
});

void t.test(
  'a port in another network namespace is not ours, though ours has that port too',
  asRoot,
  async (t) => {
    const here = createServer();
    await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve));
    t.teardown(() => here.close());
    const { port } = here.address() as AddressInfo;
    const script = 'exec -a llama-server "$0" "$@"';
    const by = ['unshare', '-n', 'bash', '-c', script, process.execPath];
    const asked = await reached(t, { by, port, host: '0.0.0.0' }).catch((thrown: unknown) => String(thrown));
    if (typeof asked === 'string') {
      t.pass(asked, { skip: 'SKIPPED: no network namespace can be made here' });
      return;
    }
    t.match(asked.at, {
      reason: 'it listens in another network namespace, as of a container, which is not reached from here',
      remedy: /--network=container/,
    });
  },
);

const address = { '127.0.0.1': '0100007F', '0.0.0.0': '00000000', '10.0.0.5': '0500000A' } as const;
/** A line of /proc/net/tcp of a socket that listens at port 8080. */
const listener = (at: keyof typeof address, user: number) =>
  `   0: ${address[at]}:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  ${user}        0 798136 1 000000001dd39944 100 0 0 10 0\n`;

const server: ServerProcess = {
  ...{ pid: 7, start: 1, startedAt: null, userId: 9, parent: null, isOllamas: false, isOrphan: false },
  ...{ resident: null, swapped: null },
  command: {
    ...{
      kind: 'llama-server',
      model: 'm',
      port: 8080,
      host: null,
      parallel: null,
      contextTotal: null,
      alias: null,
    },
  },
};

/** Where a server may be asked on a machine with these sockets. */
function at(lines: string, changes: Partial<ServerProcess> = {}, map = '0 0 4294967295\n'): unknown {
  const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${lines}`;
  const proc = { 'net/tcp': tcp, '7/net/tcp': tcp };
  const host = writtenHost({ proc, own: { 'proc/self/uid_map': map } });
  return reachable(host, socketsOf(host)(0), { ...server, ...changes });
}

void t.test('an address that another user may take the connections of is not connected to', async (t) => {
  t.strictSame(at(listener('127.0.0.1', 9)), { address: '127.0.0.1', port: 8080 });
  t.strictSame(at(listener('10.0.0.5', 9)), { address: '10.0.0.5', port: 8080 });
  t.strictSame(at(listener('10.0.0.5', 9) + listener('0.0.0.0', 9)), { address: '127.0.0.1', port: 8080 });
  t.strictSame(
    at(listener('127.0.0.1', 8) + listener('10.0.0.5', 9)),
    { address: '10.0.0.5', port: 8080 },
    'its own, not the other’s',
  );
  t.match(at(listener('127.0.0.1', 8) + listener('0.0.0.0', 9)), { reason: /another user/ });
  t.match(at(listener('127.0.0.1', 9) + listener('0.0.0.0', 8)), { reason: /another user/ });
});

void t.test('without knowing whose a process is nothing is connected to', async (t) => {
  t.match(at(listener('127.0.0.1', 9), { userId: null }), { reason: /whose process it is cannot be told/ });
  const nobody = { userId: 65_534 };
  t.strictSame(at(listener('127.0.0.1', 65_534), nobody), { address: '127.0.0.1', port: 8080 });
  t.match(at(listener('127.0.0.1', 65_534), nobody, '0 100000 65536\n'), { reason: /cannot be told/ });
});

void t.test('a runner is of the user whose Ollama started it', async (t) => {
  const parent = { pid: 2, userId: 9, isOllama: true };
  t.match(at(listener('127.0.0.1', 9), { parent }), { address: '127.0.0.1' });
  t.match(at(listener('127.0.0.1', 9), { parent: { ...parent, userId: 8 } }), {
    reason: /of another user than/,
  });
  t.match(at(listener('127.0.0.1', 9), { parent: { ...parent, userId: 8, isOllama: false } }), {
    port: 8080,
  });
});

void t.test('where something is not told there is a reason', async (t) => {
  t.match(at('', { command: { ...server.command, port: null } }), { reason: /does not say at which port/ });
  const host = writtenHost({ proc: { '7/net/tcp': '' } });
  t.match(reachable(host, null, server), { reason: /in which network/ });
  t.equal(socketsOf(host)(0), null);
  const same = writtenHost({ proc: { 'net/tcp': 'x', '7/net/tcp': 'x' } });
  t.match(reachable(same, null, server), { reason: /which user listens/ });
});
