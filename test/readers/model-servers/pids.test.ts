import { spawn } from 'node:child_process';
import t from 'tap';
import { pidsNow } from '../../../src/readers/model-servers/pids.js';
import { writtenHost, type WrittenFiles } from '../../helpers/machines/written-host.js';
import { linuxOnly, realHost } from '../../helpers/model-servers/real-host.js';

const loadavg = (last: number) => `0.10 0.20 0.30 1/200 ${last}\n`;
const processes = { '1/stat': '', '20/stat': '', version: '', self: '7' };

void t.test(
  'all are listed at first and every ten seconds, between only those that were given since',
  async (t) => {
    const files: WrittenFiles = { proc: { ...processes, loadavg: loadavg(20) } };
    const host = writtenHost(files);
    const now = pidsNow(host);
    t.strictSame(now(), { numbers: ['1', '20'], areAll: true });
    t.strictSame(now(), { numbers: [], areAll: false });
    files.proc = { ...processes, loadavg: loadavg(23) };
    t.strictSame(now(), { numbers: ['21', '22', '23'], areAll: false });
    await host.clock.advance(10_000);
    t.strictSame(now(), { numbers: ['1', '20'], areAll: true });
  },
);

void t.test('all are listed when many are new, and when the numbers begin anew', async (t) => {
  const files: WrittenFiles = { proc: { ...processes, loadavg: loadavg(20) } };
  const now = pidsNow(writtenHost(files));
  now();
  for (const last of [61, 60]) {
    files.proc = { ...processes, loadavg: loadavg(last) };
    t.ok(now().areAll);
  }
  files.proc = { ...processes, loadavg: loadavg(100) };
  t.equal(now().numbers.length, 40);
});

void t.test(
  'all are listed each time where the last number is not told, or is that of another namespace',
  async (t) => {
    const own = { 'proc/self': '7' };
    for (const files of [
      { proc: processes },
      { proc: { ...processes, loadavg: 'x' } },
      { proc: { ...processes, loadavg: loadavg(20), self: '900' }, own },
      { proc: { ...processes, loadavg: loadavg(20) }, own: {} },
    ]) {
      const now = pidsNow(writtenHost(files));
      t.ok(now().areAll && now().areAll);
    }
  },
);

void t.test('a process of this machine is among those that are new', { skip: linuxOnly }, async (t) => {
  const now = pidsNow(realHost(t));
  t.ok(now().numbers.includes(`${process.pid}`));
  const child = spawn('sleep', ['5'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  t.ok(now().numbers.includes(`${child.pid}`));
});
