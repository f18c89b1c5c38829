import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { makeCertificate, opensslIsMissing } from '../helpers/service/certificates.js';
import { endedBy, program, service } from '../helpers/service/program.js';
import { promptly } from '../helpers/service/promptly.js';
import { shortFolder } from '../helpers/service/short-folder.js';

const noHangups = process.platform === 'win32' ? 'Windows has no such signal' : false;
const [first, second] = ['first', 'second'].map(
  (name) => `${name}:the-${name}-key-of-this-test-0123456789`,
) as [string, string];

/** Waits until `isSo`, for what is at once on a quiet machine. */
async function eventually(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + promptly;
  while (performance.now() < end) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

t.test(
  'without a terminal SIGHUP has keys and certificate read anew',
  { skip: noHangups || opensslIsMissing },
  async (t) => {
    const folder = shortFolder(t);
    const keys = join(folder, 'keys');
    writeFileSync(keys, first, { mode: 0o600 });
    const { certificate, key } = makeCertificate(folder);
    const { child, lines } = await service(t, [
      ...['--port', '0', '--api-keys-file', keys],
      ...['--tls-cert', certificate, '--tls-key', key],
    ]);
    child.stdout.on('data', (text: Buffer) => lines.push(...String(text).split('\n').filter(Boolean)));
    const isLogged = (words: string) => () => JSON.stringify(lines).includes(words);
    child.kill('SIGHUP');
    t.ok(await eventually(isLogged('SIGHUP: ')));
    t.ok(await eventually(isLogged('the key file was read again')), 'though it has not changed');
    writeFileSync(keys, second);
    writeFileSync(key, 'not a key');
    child.kill('SIGHUP');
    t.ok(await eventually(isLogged('[\\"second\\"]')), 'the new key is known');
    t.ok(await eventually(isLogged('the certificate in use stays')));
    t.equal((await endedBy(child, 'SIGTERM')).code, 0);
  },
);

const noTerminal = spawnSync('script', ['--version']).status === 0 ? false : 'script(1) is not there';

t.test('at a terminal SIGHUP ends it, as any program', { skip: noHangups || noTerminal }, async (t) => {
  const command = `exec ${process.execPath} ${program} --port 0`;
  const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], SHELL: '/bin/sh' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => terminal.kill('SIGKILL'));
  let log = '';
  terminal.stdout.on('data', (text: Buffer) => (log += String(text)));
  t.ok(await eventually(() => log.includes('Server listening')), log);
  const [pid] = spawnSync('ps', ['-o', 'pid=', '--ppid', String(terminal.pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(/\s+/);
  process.kill(Number(pid), 'SIGHUP');
  const [code] = (await once(terminal, 'exit')) as [number | null];
  t.equal(code, 0);
  t.match(log, /closing \(SIGHUP\)/);
});
