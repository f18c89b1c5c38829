import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { stayAlive } from '../../../../src/process/stay-alive.js';
import { systemHost } from '../../../../src/host/system-host.js';
import { drmClientScanner } from '../../../../src/readers/gpu/drm/clients.js';
import { promptly } from '../../../helpers/service/promptly.js';
import { writeFolder } from '../../../helpers/machines/sys-machine.js';

const notLinux = process.platform === 'linux' ? false : 'the files are those of Linux';

const told = (client: number) =>
  `drm-driver:\tamdgpu\ndrm-client-id:\t${client}\ndrm-pdev:\t0000:03:00.0\ndrm-engine-gfx:\t1 ns\n`;

/** A machine of files, read by the doors of a real one, with a program `first` and a program `second` on its card. */
function machine(t: Test, files: number) {
  const folder = t.testdir({ root: {}, sys: {} });
  const numbers = Array.from({ length: files }, (_, index) => String(index + 3));
  const program = (name: string, client: number) => ({
    comm: `${name}\n`,
    fd: Object.fromEntries(numbers.map((fd) => [fd, '-> /dev/dri/renderD128'])),
    fdinfo: Object.fromEntries(numbers.map((fd) => [fd, told(client)])),
  });
  const proc = { '2': { comm: 'kthreadd\n', fd: {} }, '40': program('first', 1), '41': program('second', 2) };
  writeFolder(join(folder, 'proc'), proc);
  const host = systemHost({
    ...{ root: join(folder, 'root'), proc: join(folder, 'proc'), sys: join(folder, 'sys') },
    ...{ nvml: 'off', ollama: { url: new URL('http://127.0.0.1:1'), headers: {} } },
    environment: { PATH: process.env['PATH'] },
  });
  // Neither the pauses of a scan nor a helper keep a process; a service has its socket for that.
  t.teardown(stayAlive());
  t.teardown(() => host.close());
  return { host, folder, numbers };
}

/** A file whose reader waits, as behind a lock that a driver holds; gives what makes it one that says `text`. */
function hang(path: string): (text: string) => void {
  rmSync(path);
  execFileSync('mkfifo', [path]);
  return (text) => {
    const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    rmSync(path);
    writeFileSync(path, text);
    // Who waited has it open by then, and reads nothing.
    setTimeout(() => closeSync(descriptor), 300);
  };
}

t.test(
  'a driver that holds the file of one program takes that one alone away',
  { skip: notLinux },
  async (t) => {
    const { host, folder } = machine(t, 1);
    const scan = drmClientScanner(host);
    const file = join(folder, 'proc/41/fdinfo/3');
    const heal = hang(file);
    for (const look of ['first', 'second']) {
      const began = performance.now();
      const { clients, hidden } = await scan();
      t.strictSame(
        [...clients.values()].map(({ program }) => program),
        ['first'],
        look,
      );
      t.equal(hidden, 'not all programs can be seen: /proc/41/fdinfo/3 did not answer within 0.5 s');
      t.ok(performance.now() - began < promptly, 'within its deadline');
    }
    heal(told(2));
    await eventually(t, async () => {
      const { clients, hidden } = await scan();
      return hidden === null && clients.size === 2;
    });
  },
);

t.test('where it holds the files of all, sensors go on being read', { skip: notLinux }, async (t) => {
  const { host, folder, numbers } = machine(t, 40);
  writeFileSync(join(folder, 'sys/temp1_input'), '41000\n');
  for (const pid of [40, 41]) for (const fd of numbers) hang(join(folder, `proc/${pid}/fdinfo/${fd}`));
  const scan = drmClientScanner(host);
  for (let look = 0; look < 3; look += 1) {
    const { clients, hidden } = await scan();
    t.equal(clients.size, 0);
    t.match(hidden, /^not all programs can be seen: .* did not answer within 0.5 s$/);
    t.strictSame(await host.sys.deviceTexts(['temp1_input'], promptly), ['41000\n']);
  }
});

t.test(
  'many files are read in one go, and not one that belongs to no card',
  { skip: notLinux },
  async (t) => {
    const { host, folder } = machine(t, 200);
    hang(join(folder, 'proc/41/fdinfo/3'));
    rmSync(join(folder, 'proc/41/fd/3'));
    symlinkSync('/dev/null', join(folder, 'proc/41/fd/3'));
    const requests: number[] = [];
    const deviceTexts: typeof host.proc.deviceTexts = (paths, deadline) => {
      requests.push(paths.length);
      return host.proc.deviceTexts(paths, deadline);
    };
    const scan = drmClientScanner({ ...host, proc: { ...host.proc, deviceTexts } });
    const { clients, hidden } = await scan();
    t.strictSame(
      [...clients.values()].map(({ program }) => program),
      ['first', 'second'],
    );
    t.equal(hidden, null);
    t.strictSame(requests, [399]);
  },
);

async function eventually(t: Test, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + promptly;
  while (performance.now() < end) {
    if (await isSo()) {
      t.pass('it is seen again');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  t.fail('it is not seen again');
}
