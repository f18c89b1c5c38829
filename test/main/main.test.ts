import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { help } from '../../src/settings/help.js';
import { version } from '../../src/package.js';
import { ended, endedBy, program, run, service } from '../helpers/service/program.js';
import { promptly } from '../helpers/service/promptly.js';

const shellIsMissing = process.platform === 'win32' ? 'Windows has no sh' : false;

/** A connection on which `text` was sent, and what came back until it went quiet or closed. */
async function connection(t: Test, port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => socket.destroy());
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} ends the service at once with exit code 0`, async (t) => {
    const { child, url, output } = await service(t);
    child.kill('SIGUSR1');
    const answer = await fetch(`${url}/stats/memory`);
    t.equal(answer.status, 200);
    await answer.arrayBuffer();
    t.notMatch(output.stderr, /debugger/i, 'SIGUSR1 opens no debugger');
    const { code, ms } = await endedBy(child, signal);
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
  });

  t.test(`${signal} does so in spite of idle connections and requests that never end`, async (t) => {
    const { child, port } = await service(t);
    const stored = await connection(t, port, 'GET /stats/memory HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [answer] = (await once(stored, 'data')) as [Buffer];
    t.match(String(answer), /^HTTP\/1.1 200 /);
    await connection(t, port, 'GET /stats/memory HTTP/1.1\r\nHost: local');
    await connection(t, port, '');
    const { code, ms } = await endedBy(child, signal);
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
  });
}

t.test('started by npm, it ends with the shell that npm runs it in', { skip: shellIsMissing }, async (t) => {
  // Two commands, or the shell would become the service instead of waiting for it.
  const shell = spawn('sh', ['-c', `"$0" "$1" --port 0; exit`, process.execPath, program], {
    env: { PATH: process.env['PATH'], npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  while (!log.includes('Server listening')) await once(shell.stdout, 'data');
  const start = performance.now();
  shell.kill('SIGTERM');
  await once(shell.stdout, 'end');
  t.match(log, /"msg":"closing \(SIGTERM\)"/);
  const ms = performance.now() - start;
  t.ok(ms < promptly, `${ms} ms`);
});

t.test('started in a folder that has been removed, it answers', { skip: shellIsMissing }, async (t) => {
  const script = 'cd "$2" && rmdir "$2" && exec "$0" "$1" --port 0';
  const shell = spawn('sh', ['-c', script, process.execPath, program, t.testdir({})], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => shell.kill('SIGKILL'));
  let log = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  while (!log.includes('Server listening')) await once(shell.stdout, 'data');
  const [, url = ''] = /listening at ([^"]*)"/.exec(log) ?? [];
  // The first question starts threads, and those ask for the folder.
  for (let reading = 0; reading < 3; reading += 1) {
    const answer = await fetch(`${url}/stats`);
    t.equal(answer.status, 200);
    await answer.arrayBuffer();
  }
  t.equal((await endedBy(shell, 'SIGTERM')).code, 0);
});

t.test('without a terminal every line of the log is JSON with time, level and text', async (t) => {
  const { child, output, lines } = await service(t);
  await endedBy(child, 'SIGTERM');
  const all = output.stdout.trimEnd().split('\n');
  const entries = all.map((line) => JSON.parse(line) as unknown);
  t.strictSame(entries.slice(0, lines.length), lines);
  for (const entry of entries) t.match(entry, { level: Number, time: /^\d{4}-\d\d-\d\dT.*Z$/, msg: String });
  t.match(entries.at(-1), { msg: 'closing (SIGTERM)' });
  t.equal(output.stderr, '');
});

t.test('a port that is taken is said in one line, with exit code 2', async (t) => {
  const { port } = await service(t);
  const { code, stdout, stderr } = await ended(['--port', String(port)]);
  t.equal(
    stderr,
    `system-monitor-api: port ${port} of 127.0.0.1 is in use by another program; stop that one, or choose another ` +
      `port: --port ${port + 1} or SYSMON_PORT=${port + 1}\n`,
  );
  t.equal(code, 2);
  t.equal(stdout, '');
});

t.test('a bad option or variable is said in one line, with exit code 2', async (t) => {
  t.strictSame(await ended(['--port', 'http']), {
    code: 2,
    stdout: '',
    stderr: 'system-monitor-api: --port="http": must be a whole number from 0 to 65535\n',
  });
  t.strictSame(await ended([], { SYSMON_INTERVAL: 'often' }), {
    code: 2,
    stdout: '',
    stderr:
      'system-monitor-api: SYSMON_INTERVAL="often": must be a duration such as 500ms, 1s or 2m, from 0.1 s to 60 s\n',
  });
  t.strictSame(await ended(['--colour']), {
    code: 2,
    stdout: '',
    stderr: "system-monitor-api: Unknown option '--colour'; --help lists the options\n",
  });
});

t.test('too few files to be opened are said in one line, with exit code 2', { skip: shellIsMissing }, (t) => {
  // With the first the service itself cannot be loaded.
  for (const limit of [22, 60]) {
    const limited = ['-c', `ulimit -n ${limit}; exec "$@"`, 'sh', process.execPath, program, '--port', '0'];
    const { status, stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8', timeout: 20_000 });
    t.match(
      stderr,
      /^system-monitor-api: this process may have too few files open at once; .*ulimit -n.*\n$/,
      `${limit} files`,
    );
    t.equal(stdout, '');
    t.equal(status, 2);
  }
  t.end();
});

t.test('a setting that does not exist is warned about, and the service starts', async (t) => {
  const { child, output } = run(['--port', '0'], { SYSMON_PROT: '80' });
  t.teardown(() => child.kill('SIGKILL'));
  while (!output.stdout.includes('Server listening')) await once(child.stdout, 'data');
  const [first = ''] = output.stdout.split('\n');
  t.match(JSON.parse(first), { level: 40, msg: /^SYSMON_PROT is not a setting/ });
});

t.test(
  '--check prints what is seen, opens no port, and its exit code says whether something is to mend',
  async (t) => {
    // Neither GPUs nor an Ollama of the machine the test runs on shall decide.
    const sound = { SYSMON_GPU: 'none', OLLAMA_HOST: 'http://127.0.0.1:1' };
    const well = await ended(['--check'], sound);
    t.match(well.stdout, /^ {2}memory +ok .*total_gb \d/m);
    t.match(well.stdout, /\nAll is well\.\n$/);
    t.strictSame([well.code, well.stderr], [0, '']);
    const refused = await ended(['--check', '--host', '0.0.0.0'], sound);
    t.match(refused.stdout, /^to mend:\n {2}keys +no_key/m);
    t.equal(refused.code, 1);
    const wrong = await ended(['--check', '--port', 'http'], sound);
    t.strictSame([wrong.code, wrong.stdout], [2, '']);
  },
);

t.test('--help and --version print and end with exit code 0', async (t) => {
  t.strictSame(await ended(['--help']), { code: 0, stdout: help(), stderr: '' });
  t.strictSame(await ended(['-v']), { code: 0, stdout: `${version}\n`, stderr: '' });
});
