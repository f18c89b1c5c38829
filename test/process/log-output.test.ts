import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { logOutput } from '../../src/process/log-output.js';
import { endedBy, program } from '../helpers/service/program.js';
import { promptly } from '../helpers/service/promptly.js';

const noPipes = process.platform === 'win32' ? 'Windows has no named pipes' : false;
const noFullDevice = existsSync('/dev/full') ? false : 'this system has no /dev/full';

/** A pipe that nobody reads, open in both directions. */
function pipe(t: Test, flags = 0): number {
  const path = join(t.testdir({}), 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | flags);
  t.teardown(() => closeSync(fd));
  return fd;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

t.test('what nobody reads is lost but for whole lines, and how much is told', { skip: noPipes }, (t) => {
  const fd = pipe(t, constants.O_NONBLOCK);
  const output = logOutput(fd, (count) => `lost ${count}\n`);
  const line = `${'x'.repeat(9_999)}\n`;
  for (let count = 0; count < 100; count += 1) output.write(line);
  const taken = Buffer.alloc(2 ** 20);
  const first = readSync(fd, taken);
  output.write('room again\n');
  const whole = taken.toString('utf8', 0, first + readSync(fd, taken, { offset: first }));
  const lines = whole.trimEnd().split('\n');
  const kept = lines.filter((one) => one.length === 9_999).length;
  t.strictSame(lines.slice(kept), [`lost ${100 - kept}`, 'room again']);
  t.ok(kept > 0 && kept < 100);
  t.end();
});

const outputs = [
  { name: 'a pipe that nobody reads', skip: noPipes, open: (t: Test) => pipe(t) },
  { name: 'a full disk', skip: noFullDevice, open: () => openSync('/dev/full', 'w') },
];
for (const { name, skip, open } of outputs) {
  t.test(`a service whose log goes to ${name} answers, and ends at once`, { skip }, async (t) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [program, '--port', String(port)], {
      env: { PATH: process.env['PATH'], SYSMON_LOG_LEVEL: 'trace', SYSMON_RATE_LIMIT: '0' },
      stdio: ['ignore', open(t), 'inherit'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    const isUp = () =>
      fetch(`${url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    // It cannot say when it listens.
    while (!(await isUp())) await pause(50);
    for (let count = 0; count < 600; count += 1) {
      const answer = await fetch(`${url}/stats/memory`);
      if (answer.status !== 200) t.fail(String(answer.status));
      await answer.arrayBuffer();
    }
    const { code, ms } = await endedBy(child, 'SIGTERM');
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
  });
}
