import { spawn } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Host } from '../../../src/host/host.js';
import { serverProcesses, type ServerProcess } from '../../../src/readers/model-servers/find.js';
import { programFolder, started } from '../../helpers/model-servers/started.js';
import { linuxOnly, realHost, rootOnly } from '../../helpers/model-servers/real-host.js';
import { writtenHost, type WrittenFiles } from '../../helpers/machines/written-host.js';

const real = { skip: linuxOnly };

/** What is found of one process once `isFound` is content, within some seconds. */
async function waitFor(
  find: () => Promise<ServerProcess[]>,
  pid: number,
  isFound: (one: ServerProcess | undefined) => boolean,
): Promise<ServerProcess | undefined> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    const one = (await find()).find((server) => server.pid === pid);
    if (isFound(one)) return one;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`process ${pid} was not found as it should be`);
}

void t.test(
  'a running llama-server is found with its memory, its user, its start and its parent',
  real,
  async (t) => {
    const { pid, port } = await started(t);
    const found = (await serverProcesses(realHost(t))()).find((one) => one.pid === pid);
    t.match(found, {
      command: { kind: 'llama-server', model: '/models/some.gguf', port },
      userId: process.geteuid?.(),
      parent: { pid: process.pid, isOllama: false, userId: process.geteuid?.() },
      isOllamas: false,
      isOrphan: false,
      swapped: Number,
    });
    t.ok((found?.resident ?? 0) > 2 ** 20);
    t.ok(Math.abs((found?.startedAt ?? 0) - Date.now() / 1000) < 60);
  },
);

void t.test('one that is started later is found, one that ended is not, nor its zombie', real, async (t) => {
  const find = serverProcesses(realHost(t));
  await find();
  const server = await started(t);
  await waitFor(find, server.pid, (one) => one !== undefined);
  server.process.kill('SIGKILL');
  await waitFor(find, server.pid, (one) => one === undefined);
  // A parent that does not wait for its children leaves them as zombies.
  const parent = spawn('bash', ['-c', '(exec -a llama-server true) & exec sleep 5'], { stdio: 'ignore' });
  t.teardown(() => parent.kill('SIGKILL'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.notOk((await find()).some((one) => one.parent?.pid === parent.pid));
});

void t.test(
  'a shell that becomes a server is found, and so is a server that becomes something else',
  real,
  async (t) => {
    const find = serverProcesses(realHost(t));
    await find();
    const folder = programFolder(t, ['model-server.cjs']);
    const node = JSON.stringify(process.execPath);
    const script = `sleep 1; exec -a llama-server ${node} model-server.cjs --model m --port 1`;
    const env = {
      PATH: process.env['PATH'],
      STAND_IN: JSON.stringify({ host: '127.0.0.1', port: 0, answers: {} }),
    };
    const shell = spawn('bash', ['-c', script], { cwd: folder, env, stdio: 'ignore' });
    t.teardown(() => shell.kill('SIGKILL'));
    const pid = shell.pid ?? 0;
    await find();
    t.match(await waitFor(find, pid, (one) => one !== undefined), { command: { port: 1 } });
    const becoming = spawn('bash', ['-c', 'exec -a llama-server bash -c "sleep 1; exec sleep 5" --port 2'], {
      stdio: 'ignore',
    });
    t.teardown(() => becoming.kill('SIGKILL'));
    await waitFor(find, becoming.pid ?? 0, (one) => one !== undefined);
    await waitFor(find, becoming.pid ?? 0, (one) => one === undefined);
  },
);

void t.test('a runner whose Ollama is killed is an orphan, whoever adopts it', real, async (t) => {
  const find = serverProcesses(realHost(t));
  const standIn = { host: '127.0.0.1', port: 0, answers: {} };
  const folder = programFolder(t, ['model-server.cjs']);
  const argv0 = join(folder, 'llama-server');
  const ollama = await started(t, {
    argv0: 'ollama',
    args: () => ['serve'],
    child: { argv0, args: [join(folder, 'model-server.cjs'), '--model', 'm', '--port', '3'], standIn },
  });
  const pid = Number(await ollama.printed(/^child (\d+)$/));
  t.teardown(() => process.kill(pid, 'SIGKILL'));
  const child = await waitFor(find, pid, (one) => one !== undefined);
  t.match(child, { isOllamas: true, isOrphan: false, parent: { pid: ollama.pid, isOllama: true } });
  ollama.process.kill('SIGKILL');
  const orphan = await waitFor(find, pid, (one) => one?.isOrphan === true);
  t.match(orphan, { isOllamas: true, parent: { isOllama: false } });
  t.equal(orphan?.start, child?.start);
});

void t.test('a server of another user is found', { skip: linuxOnly || rootOnly }, async (t) => {
  const { pid } = await started(t, { user: 12_345 });
  const found = (await serverProcesses(realHost(t))()).find((one) => one.pid === pid);
  t.match(found, { userId: 12_345, parent: { userId: 0 } });
});

const stat = (pid: number, { start = 900, name = 'llama-server', parent = 1, state = 'S' } = {}) =>
  `${pid} (${name}) ${state} ${parent} ${pid} ${pid} 0 -1 4194304 0 0 0 0 5 5 0 0 20 0 1 0 ${start} 1000 10 0\n`;
const status = (user: number) =>
  `Name:\tx\nUid:\t${user}\t${user}\t${user}\t${user}\nVmRSS:\t 2000 kB\nVmSwap:\t 8 kB\n`;
const line = (...args: string[]) => `${args.join('\0')}\0`;

/** A written machine, and how often a command line of it was read. */
function machine(
  t: Test,
  proc: Record<string, string>,
): { host: ReturnType<typeof writtenHost>; files: WrittenFiles; read: string[] } {
  const files: WrittenFiles = { proc };
  const host = writtenHost(files);
  const read: string[] = [];
  const visitTexts: Host['proc']['visitTexts'] = (paths, visit) => {
    read.push(...paths);
    return host.proc.visitTexts(paths, visit);
  };
  t.teardown(() => host.close());
  return { host: { ...host, proc: { ...host.proc, visitTexts } }, files, read };
}

void t.test('command lines are read once, of what is young again soon, of all every minute', async (t) => {
  const { host, files, read } = machine(t, {
    '5/cmdline': line('bash'),
    '6/cmdline': line('bash'),
    version: 'x',
  });
  const find = serverProcesses(host);
  await find();
  t.strictSame(read.splice(0), ['5/cmdline', '6/cmdline']);
  files.proc = { ...files.proc, '70/cmdline': line('sh') };
  let ofYoung = 0;
  let ofOld = 0;
  for (let second = 0; second < 120; second += 1) {
    await host.clock.advance(1_000);
    await find();
    ofYoung += read.filter((path) => path === '70/cmdline').length;
    ofOld += read.filter((path) => path === '5/cmdline').length;
    if (second === 2) t.equal(ofYoung, 3, 'each time while it is young');
    read.splice(0);
  }
  t.ok(ofOld >= 2 && ofOld <= 4, `${ofOld} times in two minutes`);
  t.ok(ofYoung >= 7 && ofYoung <= 10, `${ofYoung} times`);
});

void t.test('where thousands of processes are new at once, only some are looked at in one go', async (t) => {
  const { host, files, read } = machine(t, { '1/cmdline': line('init') });
  const find = serverProcesses(host);
  await find();
  read.splice(0);
  for (let pid = 2; pid < 1_002; pid += 1) files.proc = { ...files.proc, [`${pid}/cmdline`]: line('sh') };
  for (const expected of [300, 300]) {
    await host.clock.advance(1);
    await find();
    t.equal(read.splice(0).length, expected);
  }
});

void t.test('another process of the same number is another one, with a start of its own', async (t) => {
  const server = { '7/cmdline': line('llama-server', '--model', 'a', '--port', '1'), '7/status': status(1) };
  const { host, files } = machine(t, { ...server, '7/stat': stat(7) });
  const find = serverProcesses(host);
  t.match(await find(), [{ start: 900, command: { model: 'a' }, resident: 2_048_000, swapped: 8_192 }]);
  const other = { '7/cmdline': line('llama-server', '--model', 'b', '--port', '1') };
  files.proc = { ...files.proc, ...other, '7/stat': stat(7, { start: 950 }) };
  t.match(await find(), [{ start: 950, command: { model: 'b' } }], 'at once');
  files.proc = {
    ...files.proc,
    '7/cmdline': line('sleep', '9'),
    '7/stat': stat(7, { start: 960, name: 'sleep' }),
  };
  t.strictSame(await find(), []);
});

void t.test('what Ollama starts to look for cards, and workers of a server, are no servers', async (t) => {
  const { host } = machine(t, {
    ...{ '2/cmdline': line('/usr/bin/ollama', 'serve'), '2/stat': stat(2), '2/status': status(9) },
    ...{
      '3/cmdline': line('llama-server', '--port', '1'),
      '3/stat': stat(3, { parent: 2 }),
      '3/status': status(9),
    },
    ...{ '4/cmdline': line('vllm', 'serve', 'x'), '4/stat': stat(4), '4/status': status(9) },
    ...{ '5/cmdline': line('vllm', 'serve', 'x'), '5/stat': stat(5, { parent: 4 }), '5/status': status(9) },
  });
  t.strictSame(
    (await serverProcesses(host)()).map(({ pid }) => pid),
    [4],
  );
});

void t.test('an Ollama of long ago is known by its place, and what is told too long is cut', async (t) => {
  const { host } = machine(t, {
    ...{ '3/cmdline': line('/usr/lib/ollama/llama-server', '--model', 'x'.repeat(9_000)), '3/stat': stat(3) },
    ...{ '3/status': status(9), '1/cmdline': line('/sbin/init'), '1/status': status(0) },
  });
  const [found] = await serverProcesses(host)();
  t.match(found, { isOllamas: true, isOrphan: true, parent: { pid: 1, userId: 0 } });
  t.equal(found?.command.model?.length, 4_096);
});
