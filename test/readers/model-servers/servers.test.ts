import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { Failure } from '../../../src/failures.js';
import type { HttpAnswer } from '../../../src/host/host.js';
import type { RunnerReading } from '../../../src/readers/model-servers/reading.js';
import { ModelServers } from '../../../src/readers/model-servers/servers.js';
import { writtenHost, type WrittenFiles } from '../../helpers/machines/written-host.js';
import { linuxOnly, realHost, rootOnly } from '../../helpers/model-servers/real-host.js';
import { freePort, programFolder, started } from '../../helpers/model-servers/started.js';

const real = { skip: linuxOnly };
const slots = (decoded: number) => ({
  status: 200,
  body: JSON.stringify([
    { id: 0, n_ctx: 4096, is_processing: decoded > 0, id_task: 5, next_token: [{ n_decoded: decoded }] },
  ]),
});

async function readOf(servers: ModelServers, pid: number): Promise<RunnerReading | undefined> {
  return (await servers.read()).find((one) => one.pid === pid);
}

async function waitFor(
  servers: ModelServers,
  pid: number,
  isSo: (one: RunnerReading) => boolean,
): Promise<RunnerReading> {
  let last: RunnerReading | undefined;
  for (let waited = 0; waited < 15_000; waited += 100) {
    last = await readOf(servers, pid);
    if (last !== undefined && isSo(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`process ${pid} is not as it should be: ${JSON.stringify(last)}`);
}

void t.test('a running server is found and asked; killed, it is gone', real, async (t) => {
  const servers = new ModelServers(realHost(t));
  const { pid, port, process: running } = await started(t, { answers: { '/slots': slots(7) } });
  const reading = await waitFor(servers, pid, ({ memorySource }) => memorySource === 'pss');
  t.match(reading, {
    ...{
      state: 'generating',
      reason: null,
      source: 'slots',
      slotsBusy: 1,
      slotsTotal: 1,
      contextLength: 4096,
    },
    ...{
      kind: 'llama-server',
      model: '/models/some.gguf',
      port,
      userId: process.geteuid?.(),
      isOrphan: false,
    },
    ...{ memory: Number, startedAt: Number, parentPid: process.pid },
  });
  t.ok((reading.memory ?? 0) > 2 ** 20);
  running.kill('SIGKILL');
  const gone = await waitFor(servers, pid, ({ state }) => state === 'gone');
  t.match(gone, {
    ...{
      reason: 'its process has ended',
      tokensPerSecond: null,
      slotsBusy: null,
      memory: null,
      requestsAtLeast: 1,
    },
    ...{ memorySource: null, swapped: null, model: '/models/some.gguf' },
  });
});

void t.test('a server that was started anew is another one, though its port is the same', real, async (t) => {
  const servers = new ModelServers(realHost(t));
  const port = await freePort();
  const first = await started(t, { port, answers: { '/slots': slots(7) } });
  t.match(await waitFor(servers, first.pid, () => true), { requestsAtLeast: 1 });
  first.process.kill('SIGKILL');
  await waitFor(servers, first.pid, ({ state }) => state === 'gone');
  const second = await started(t, { port, answers: { '/slots': slots(0) } });
  t.match(await waitFor(servers, second.pid, () => true), { state: 'idle', requestsAtLeast: 0, port });
});

void t.test('a server that does not listen yet is loading', real, async (t) => {
  const servers = new ModelServers(realHost(t));
  const { pid, port } = await started(t, { after: 1_000, answers: { '/slots': slots(0) } });
  const reason = `nothing listens at its port ${port}`;
  t.match(await waitFor(servers, pid, () => true), { state: 'loading', reason, slotsTotal: null });
  t.match(await waitFor(servers, pid, ({ state }) => state === 'idle'), { reason: null, slotsTotal: 1 });
});

void t.test('an orphan of Ollama is asked like any other', real, async (t) => {
  const servers = new ModelServers(realHost(t));
  const port = await freePort();
  const folder = programFolder(t, ['model-server.cjs']);
  const args = [join(folder, 'model-server.cjs'), '--model', 'm', '--port', `${port}`];
  const standIn = { host: '127.0.0.1', port, answers: { '/slots': slots(7) } };
  const ollama = await started(t, {
    ...{ argv0: 'ollama', args: () => ['serve'] },
    child: { argv0: '/usr/lib/ollama/llama-server', args, standIn },
  });
  const pid = Number(await ollama.printed(/^child (\d+)$/));
  t.teardown(() => process.kill(pid, 'SIGKILL'));
  await waitFor(
    servers,
    pid,
    ({ state, isOllamas, isOrphan }) => state === 'generating' && isOllamas && !isOrphan,
  );
  ollama.process.kill('SIGKILL');
  t.match(await waitFor(servers, pid, ({ isOrphan }) => isOrphan), {
    state: 'generating',
    requestsAtLeast: 1,
  });
});

void t.test('no connection comes to the port of another user', { skip: linuxOnly || rootOnly }, async (t) => {
  const servers = new ModelServers(realHost(t));
  let connections = 0;
  const victim = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve));
  t.teardown(() => victim.close());
  const { port } = victim.address() as AddressInfo;
  const args = () => ['x.cjs', '--model', 'm', '--port', `${port}`];
  const impostor = await started(t, { user: 12_345, args });
  t.match(await waitFor(servers, impostor.pid, () => true), {
    state: 'unreachable',
    reason: /another user’s/,
  });
  const honest = await started(t, { user: 12_345, answers: { '/slots': slots(0) } });
  t.match(await waitFor(servers, honest.pid, ({ state }) => state === 'idle'), { userId: 12_345 });
  t.equal(connections, 0);
  t.equal(impostor.connections(), 0);
  t.ok(honest.connections() > 0);
});

void t.test('a port in another network is not asked in ours', { skip: linuxOnly || rootOnly }, async (t) => {
  let connections = 0;
  const here = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve));
  t.teardown(() => here.close());
  const { port } = here.address() as AddressInfo;
  const by = ['unshare', '-n', 'bash', '-c', 'exec -a llama-server "$0" "$@"', process.execPath];
  const options = { by, port, host: '0.0.0.0', answers: { '/slots': slots(0) } };
  const apart = await started(t, options).catch((thrown: unknown) => String(thrown));
  if (typeof apart === 'string') {
    t.pass(apart, { skip: 'SKIPPED: no network namespace can be made here' });
    return;
  }
  const reading = await waitFor(new ModelServers(realHost(t)), apart.pid, () => true);
  t.match(reading, { state: 'unreachable', reason: /network namespace/, remedy: /--network=/ });
  t.equal(connections, 0);
});

void t.test('servers that hang cost a second together, and are left alone then', real, async (t) => {
  const servers = new ModelServers(realHost(t));
  const hanging = await Promise.all(
    [1, 2, 3, 4].map(() => started(t, { answers: { '/slots': { status: 0, body: '' } } })),
  );
  const well = await started(t, { answers: { '/slots': slots(0) } });
  const start = performance.now();
  const [readings, again] = await Promise.all([servers.read(), servers.read()]);
  const took = performance.now() - start;
  t.ok(took < 3_500, `${took} ms for four of a second each`);
  t.equal(readings, again, 'whoever asks meanwhile is given the same');
  for (const { pid } of hanging) {
    const reading = readings.find((one) => one.pid === pid);
    t.match(reading, { state: 'unreachable', reason: /did not answer within 1 s/, memory: Number });
  }
  t.match(
    readings.find(({ pid }) => pid === well.pid),
    { state: 'idle' },
  );
  const next = performance.now();
  t.match(await readOf(servers, well.pid), { state: 'idle' });
  t.ok(performance.now() - next < 900, 'those that hang are not waited for again');
});

const line = (...args: string[]) => `${args.join('\0')}\0`;

/** A written machine with a llama-server of this user on each of these ports, which is its number too. */
function machine(ports: readonly number[], user: number) {
  const tcp = ports.map((port) => {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    return `   0: 0100007F:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  ${user}        0 79 1 000 100 0\n`;
  });
  const table = `  sl\n${tcp.join('')}`;
  const files: WrittenFiles = { proc: { 'net/tcp': table, stat: 'btime 1000\n' } };
  const ofPort = (port: number) => ({
    [`${port}/cmdline`]: line('llama-server', '--model', 'm', '--port', `${port}`),
    [`${port}/stat`]: `${port} (llama-server) S 1 1 1 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 ${port} 1000 10 0\n`,
    [`${port}/status`]: `Uid:\t${user}\t${user}\t${user}\t${user}\nVmRSS:\t 2000 kB\n`,
    [`${port}/net/tcp`]: table,
  });
  for (const port of ports) files.proc = { ...files.proc, ...ofPort(port) };
  const asked: number[] = [];
  const askLocal = ({ port }: { port: number }): Promise<HttpAnswer> => {
    asked.push(port);
    return Promise.resolve(slots(0));
  };
  return { files, asked, host: { ...writtenHost(files), askLocal } };
}

void t.test('of thousands of one user only the oldest are asked, and all are told of', async (t) => {
  const ports = Array.from({ length: 40 }, (_, index) => 1_000 + index);
  const { host, asked } = machine([...ports].reverse(), 9);
  const readings = await host.clock.until(new ModelServers(host).read());
  t.equal(readings.length, 40);
  t.strictSame([...new Set(asked)], ports.slice(0, 32));
  t.match(readings[39], {
    pid: 1_039,
    state: 'unreachable',
    reason: /^not asked/,
    memory: 2_048_000,
    startedAt: 1_010.39,
  });
});

void t.test('what has gone is told of for a minute', async (t) => {
  const { host, files } = machine([1_000], 9);
  const servers = new ModelServers(host);
  t.match(await host.clock.until(servers.read()), [{ state: 'idle', memorySource: 'rss' }]);
  files.proc = { 'net/tcp': '' };
  for (const [after, states] of [
    [1_000, ['gone']],
    [59_000, ['gone']],
    [1_000, []],
  ] as const) {
    await host.clock.advance(after);
    t.strictSame(
      (await host.clock.until(servers.read())).map(({ state }) => state),
      states,
    );
  }
});

void t.test(
  'the share of memory is read seldom, and by whom it may not be read the whole is told',
  async (t) => {
    const { host, files } = machine([1_000], 9);
    files.proc = { ...files.proc, '1000/smaps_rollup': 'Rss:  900 kB\nPss:  500 kB\n' };
    const read: string[] = [];
    const deviceText = (path: string, deadline: number) => {
      read.push(path);
      return host.proc.deviceText(path, deadline);
    };
    const servers = new ModelServers({ ...host, proc: { ...host.proc, deviceText } });
    await host.clock.until(servers.read());
    for (let second = 0; second < 19; second += 1) {
      await host.clock.advance(1_000);
      t.match(await host.clock.until(servers.read()), [{ memory: 512_000, memorySource: 'pss' }]);
    }
    t.equal(read.length, 2);
  },
);

void t.test(
  'who listens is looked for every ten seconds, and again when a server does not answer',
  async (t) => {
    const { host, files } = machine([1_000], 9);
    let looks = 0;
    const optional = (path: string) => {
      if (path === 'net/tcp') looks += 1;
      return host.proc.optional(path);
    };
    let isWell = true;
    const askLocal: typeof host.askLocal = (question) =>
      isWell ? host.askLocal(question) : Promise.reject(new Failure('failed', 'it is broken'));
    const servers = new ModelServers({ ...host, askLocal, proc: { ...host.proc, optional } });
    const during = async (seconds: number) => {
      looks = 0;
      for (let second = 0; second < seconds; second += 1) {
        await host.clock.advance(1_000);
        await host.clock.until(servers.read());
      }
      return looks;
    };
    t.equal(await during(31), 4);
    isWell = false;
    await during(1);
    isWell = true;
    t.equal(await during(2), 1, 'when it is asked again');
    const table = files.proc?.['net/tcp'] ?? '';
    const others = table.replaceAll(' 9 ', ' 8 ');
    files.proc = { ...files.proc, 'net/tcp': others, '1000/net/tcp': others };
    await during(11);
    t.match(await host.clock.until(servers.read()), [{ state: 'unreachable', reason: /another user/ }]);
  },
);
