import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import t, { type Test } from 'tap';

const program = join(import.meta.dirname, '../../src/main.js');
const key = 'the-key-of-the-only-client-0123456789';
const linux = existsSync('/proc/self/environ') ? false : 'only Linux shows what a process has inherited';

type Running = ChildProcessByStdio<null, Readable, Readable>;

function run(args: readonly string[], environment: NodeJS.ProcessEnv): Running {
  return spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], SYSMON_GPU: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The program until it has printed where it listens, and all that it printed. */
async function service(t: Test, args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = run(['--port', '0', ...args], environment);
  t.teardown(() => child.kill('SIGKILL'));
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  let port: string | undefined;
  while (port === undefined) {
    await once(child.stdout, 'data');
    port = /Server listening at http:\/\/[\d.]+:(\d+)/.exec(log)?.[1];
  }
  const ask = async (path: string, given?: string) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-api-key': given };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  /** An open stream: `ended` resolves when the service ends it, `frames` when so many more have come. */
  const follow = async (given: string) => {
    const leave = new AbortController();
    t.teardown(() => leave.abort());
    const answer = await fetch(`http://127.0.0.1:${port}/stats/stream?only=memory`, {
      headers: { 'x-api-key': given },
      signal: leave.signal,
    });
    let count = 0;
    const news = new EventEmitter();
    const ended = (async () => {
      for await (const chunk of answer.body ?? []) if (chunk !== undefined) news.emit('frame', (count += 1));
    })();
    // That the test itself ends it is no fault.
    ended.catch(() => undefined);
    const frames = async (more: number) => {
      for (const last = count + more; count < last;) await once(news, 'frame');
    };
    return { ended, frames };
  };
  /** Waits until the log says so. */
  const logged = async (pattern: RegExp) => {
    while (!pattern.test(log)) await once(child.stdout, 'data');
    return log;
  };
  return { child, ask, follow, logged, log: () => log };
}

/** What a run printed that ends by itself, and its exit code. */
function ended(args: readonly string[], environment: NodeJS.ProcessEnv) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { PATH: process.env['PATH'], ...environment };
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

t.test(
  'beyond loopback, without a key and without anybody to tell it to, the start is refused',
  async (t) => {
    const { code, stdout, stderr } = await ended(['--host', '0.0.0.0', '--port', '0'], {});
    t.equal(code, 2);
    t.equal(stdout, '');
    t.match(
      stderr,
      /^system-monitor-api: SYSMON_HOST=0\.0\.0\.0: .*SYSMON_API_KEYS=main:sysmon_[\w-]{43} .*\n$/,
    );
  },
);

t.test(
  'the key that is suggested opens the service, and so does the one that the command makes',
  async (t) => {
    const { stderr } = await ended(['--host', '0.0.0.0', '--port', '0'], {});
    const [suggestion = '', suggested = ''] = /main:(sysmon_[\w-]{43})/.exec(stderr) ?? [];
    const { stdout } = await ended(['key', 'dash'], {});
    const [made = ''] = /sysmon_[\w-]{43}/.exec(stdout) ?? [];
    const [line = ''] = /dash:sha256:[0-9a-f]{64}/.exec(stdout) ?? [];
    const { ask } = await service(t, ['--host', '0.0.0.0'], { SYSMON_API_KEYS: `${suggestion},${line}` });
    t.equal(await ask('/stats/memory'), 401);
    t.equal(await ask('/stats/memory', suggested), 200);
    t.equal(await ask('/stats/memory', made), 200);
  },
);

t.test('with a state directory the key is kept there, and the log tells where and not which', async (t) => {
  const folder = t.testdir();
  const { ask, log } = await service(t, ['--host', '0.0.0.0'], { STATE_DIRECTORY: folder });
  const path = join(folder, 'api-key');
  const stored = readFileSync(path, 'utf8').trim();
  if (process.platform !== 'win32') t.equal(statSync(path).mode & 0o777, 0o600);
  t.match(log(), path);
  t.notMatch(log(), stored);
  t.equal(await ask('/stats/memory', stored), 200);
  t.equal(await ask('/stats/memory'), 401);
});

t.test('SYSMON_AUTH=off lets everybody in, and the log says so', async (t) => {
  const { ask, log } = await service(t, ['--host', '0.0.0.0', '--auth', 'off'], {});
  t.match(log(), /"level":40.*SYSMON_AUTH=off: everybody who reaches this service can read it/);
  t.equal(await ask('/stats/memory'), 200);
});

t.test('a key file is read again when it changes; a bad one is told of, and the keys stay', async (t) => {
  const path = join(t.testdir({ keys: `a:${key}\n` }), 'keys');
  const { ask, follow, logged } = await service(t, ['--api-keys-file', path], {});
  t.equal(await ask('/stats/memory', key), 200);
  const stream = await follow(key);
  writeFileSync(path, 'a:s3cr3t\n');
  const log = await logged(/"level":50.*the key file cannot be used/);
  t.notMatch(log, 's3cr3t');
  t.equal(await ask('/stats/memory', key), 200);
  writeFileSync(path, 'b:another-key-0123456789\n');
  await logged(/"keys":\["b"\],"msg":"the key file was read again"/);
  t.equal(await ask('/stats/memory', key), 401);
  t.equal(await ask('/stats/memory', 'another-key-0123456789'), 200);
  await stream.ended;
  const kept = await follow('another-key-0123456789');
  writeFileSync(path, 'c:another-key-0123456789\nd:a-third-key-0123456789\n');
  await logged(/"keys":\["c","d"\]/);
  // A key that stays keeps its streams, under whichever name.
  await kept.frames(2);
});

t.test('a key file that cannot be read stops the start in one line', async (t) => {
  t.strictSame(await ended(['--port', '0', '--api-keys-file', '/nowhere/keys'], {}), {
    code: 2,
    stdout: '',
    stderr: 'system-monitor-api: SYSMON_API_KEYS_FILE: there is no such file\n',
  });
});

t.test('the log has the name of the key and never the key, nor the query', async (t) => {
  const { ask, logged } = await service(t, [], { SYSMON_API_KEYS: `dash:${key}`, SYSMON_LOG_LEVEL: 'trace' });
  await ask('/stats/memory', key);
  await ask(`/stats/memory?api_key=${key}`);
  await ask('/stats/memory', `${key}x`);
  const log = await logged(/("answered"[\s\S]*){3}/);
  t.match(log, /"key":"dash".*"status":200/);
  t.notMatch(log, key);
});

t.test('no process that the service starts inherits a key', { skip: linux }, async (t) => {
  // A machine whose NVIDIA driver is loaded, so that nvidia-smi is started, and that has a sensor, so that a helper is.
  const folder = mkdtempSync(join(tmpdir(), 'monitor-keys-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o755 });
  };
  const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01\n';
  write('proc/driver/nvidia/version', version);
  write('sys/class/hwmon/hwmon0/name', 'chip\n');
  write('sys/class/hwmon/hwmon0/temp1_input', '41000\n');
  write('smi', '#!/bin/sh\nenv > "$0.environment"\n');
  const smi = join(folder, 'smi');
  const { child, ask } = await service(t, [], {
    SYSMON_API_KEYS: `dash:${key}`,
    SYSMON_OLLAMA_HEADERS: 'X-Key: s3cr3t',
    SYSMON_GPU: 'nvidia',
    SYSMON_PROC: join(folder, 'proc'),
    SYSMON_SYS: join(folder, 'sys'),
    SYSMON_NVML: 'off',
    SYSMON_NVIDIA_SMI: smi,
  });
  await ask('/stats/gpu/nvidia', key);
  await ask('/stats/sensors', key);
  const helpers = helpersOf(child.pid ?? 0).map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
  const inherited = [readFileSync(`${smi}.environment`, 'utf8'), ...helpers];
  t.match(inherited[0], 'PATH=');
  t.ok(helpers.length > 0, `${helpers.length} helpers were looked at`);
  for (const environment of inherited) t.notMatch(environment, /SYSMON_API_KEYS|s3cr3t|OLLAMA|the-key-of/);
});

/** The helper processes of a service; a program just being started still looks like the service itself. */
function helpersOf(parent: number): string[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean);
  return children.filter(
    (pid) => existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('child.js'),
  );
}
