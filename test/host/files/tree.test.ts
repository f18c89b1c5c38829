import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { Failure, parsedOrNull } from '../../../src/failures.js';
import type { FileSystemSize } from '../../../src/host/host.js';
import { fileTree } from '../../../src/host/files/tree.js';
import { longestFile } from '../../../src/host/files/bounded-read.js';
import { breakFile, errorNumbers } from '../../helpers/machines/broken-file.js';

const run = promisify(execFile);
const size: FileSystemSize = { total: 8, free: 4, available: 2, inodes: 1, inodesFree: 0 };

/** A small tree below a folder that the test runner makes and removes; `asked` are the questions to the helper. */
function tree(t: Test) {
  const root = t.testdir({
    stat: 'cpu 1 2 3\n',
    folder: { b: '', a: '', c: {} },
    device: { driver: t.fixture('symlink', '../drivers/amdgpu') },
    bytes: Buffer.from([0xff, 0x00, 0x80]).toString('latin1'),
  });
  const requested: string[] = [];
  const ask = (path: string) => {
    requested.push(path);
    return Promise.resolve(size);
  };
  return { root, requested, files: fileTree(root, '/proc', ask) };
}

/** The code and message of the Failure that `get` throws, gives or ends in. */
async function failureOf(get: () => unknown): Promise<{ code: string; message: string }> {
  try {
    const got = await get();
    if (got instanceof Failure) return { code: got.code, message: got.message };
  } catch (thrown) {
    if (thrown instanceof Failure) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  throw new Error('there was an answer');
}

t.test('files, folders and links are read below the root', async (t) => {
  const { files } = tree(t);
  t.equal(files.required('stat'), 'cpu 1 2 3\n');
  t.equal(files.optional('stat'), 'cpu 1 2 3\n');
  t.equal(await files.deviceText('stat', 1_000), 'cpu 1 2 3\n');
  t.same(await files.deviceBytes('stat', 1_000), Buffer.from('cpu 1 2 3\n'));
  t.same(files.list('folder'), ['a', 'b', 'c'], 'sorted');
  t.same(files.requiredList('folder'), ['a', 'b', 'c'], 'sorted');
  t.equal(files.linkName('device/driver'), 'amdgpu');
  t.equal(files.linkTarget('device/driver'), '../drivers/amdgpu');
});

t.test('what is not there is null or empty, also below a file and behind a dangling link', async (t) => {
  const { files } = tree(t);
  for (const path of ['nothing', 'stat/below', 'device/driver']) {
    t.equal(files.optional(path), null, path);
    t.same(await failureOf(() => files.required(path)), {
      code: 'absent',
      message: `/proc/${path} is not there`,
    });
    t.equal(await files.deviceText(path, 1_000), null, path);
    t.equal(await files.deviceBytes(path, 1_000), null, path);
    t.same(files.list(path), [], path);
    t.same(files.requiredList(path), [], path);
  }
  for (const path of ['nothing', 'stat', 'folder']) {
    t.equal(files.linkName(path), null, path);
    t.equal(files.linkTarget(path), null, path);
  }
});

t.test(
  'another error is a failure that names the place as it is shown, not where it is mounted',
  async (t) => {
    const { files } = tree(t);
    const failed = { code: 'failed', message: '/proc/folder could not be read (EISDIR)' };
    t.same(await failureOf(() => files.required('folder')), failed);
    t.same(await failureOf(() => files.deviceText('folder', 1_000)), failed);
  },
);

/** What drivers say that have no such value. */
const valueless = new Set(['ENXIO', 'EINVAL', 'ENODEV']);
/** What is said otherwise than that reading failed. */
const refusals: Record<string, { code: string; message: string }> = {
  EACCES: { code: 'no_permission', message: '/proc/stat may not be read by this user' },
};

t.test('whatever the error of the system, what can be done without is null', async (t) => {
  const { root, files } = tree(t);
  for (const code of [...errorNumbers, 'ELOOP', 'EUNKNOWN']) {
    const mend = breakFile(join(root, 'stat'), code);
    t.teardown(mend);
    t.equal(files.optional('stat'), null, code);
    await files.visitTexts(['stat', 'bytes'], (path, text) => t.equal(text === null, path === 'stat', code));
    const parsed = refusals[code] ?? { code: 'failed', message: `/proc/stat could not be read (${code})` };
    t.same(await failureOf(() => files.required('stat')), parsed);
    t.match(files.textAnswer('stat'), parsed);
    for (const answer of [await files.deviceText('stat', 1_000), await files.deviceBytes('stat', 1_000)]) {
      if (valueless.has(code)) t.equal(answer, null, code);
      else t.match(answer, parsed);
    }
    mend();
    t.equal(files.optional('stat'), 'cpu 1 2 3\n', 'again');
  }
});

t.test('folders and links that cannot be read are empty and null as well', async (t) => {
  const { root, files } = tree(t);
  // A link to itself: whatever is asked of it ends in ELOOP.
  symlinkSync('circle', join(root, 'circle'));
  t.same(files.list('circle'), []);
  t.equal(files.identity('circle'), null);
  t.equal(files.optional('circle'), null);
  t.equal(files.linkName('circle/below'), null);
  t.equal(files.linkTarget('circle/below'), null);
  const failed = { code: 'failed', message: '/proc/circle could not be read (ELOOP)' };
  t.same(await failureOf(() => files.requiredList('circle')), failed);
});

t.test('where nothing would say something, why it could not be read is told', (t) => {
  const { root, files } = tree(t);
  t.same(files.listAnswer('folder'), files.list('folder'));
  t.same(files.listAnswer('nothing'), [], 'a folder that is not there is empty');
  t.equal(files.linkAnswer('nothing'), null);
  t.equal(files.linkAnswer('stat'), null, 'a file is no link');
  t.equal(files.textAnswer('nothing'), null);
  t.equal(files.textAnswer('stat'), 'cpu 1 2 3\n');
  symlinkSync('elsewhere', join(root, 'link'));
  t.equal(files.linkAnswer('link'), 'elsewhere');
  for (const access of ['list', 'link'] as const) {
    const mend = breakFile(join(root, access === 'list' ? 'folder' : 'link'), 'EIO', access);
    const answer = access === 'list' ? files.listAnswer('folder') : files.linkAnswer('link');
    t.match(answer, { code: 'failed', message: /^\/proc\/(?:folder|link) could not be read \(EIO\)$/ });
    mend();
  }
  t.end();
});

t.test('what this user may not read is no_permission', async (t) => {
  const root = t.testdir({ secret: 'x', locked: { file: 'x', link: t.fixture('symlink', 'file') } });
  const forbidden = [join(root, 'secret'), join(root, 'locked')];
  await run('chmod', ['000', ...forbidden]);
  // Nothing is forbidden to root: the process that reads becomes nobody.
  const reader = fileURLToPath(new URL('./tree-process.js', import.meta.url));
  const { stdout } = await run(process.execPath, [reader, root]);
  await run('chmod', ['700', ...forbidden]);
  const denied = (path: string) => ({
    code: 'no_permission',
    message: `/sys/${path} may not be read by this user`,
  });
  t.same(JSON.parse(stdout), [denied('secret'), denied('secret'), denied('locked'), denied('locked/file')]);
});

t.test(
  'a file behind a driver that does not answer is given up, and not opened again meanwhile',
  async (t) => {
    const { root, files } = tree(t);
    const fifo = join(root, 'fifo');
    await run('mkfifo', [fifo]);
    const timeout = { code: 'timeout', message: '/proc/fifo did not answer within 0.05 s' };
    t.same(await failureOf(() => files.deviceText('fifo', 50)), timeout);
    const before = performance.now();
    const again = { code: 'timeout', message: '/proc/fifo did not answer within 60 s' };
    t.same(await failureOf(() => files.deviceText('fifo', 60_000)), again);
    t.ok(performance.now() - before < 1_000, 'refused at once');
    t.equal(await files.deviceText('stat', 1_000), 'cpu 1 2 3\n', 'other files are read');

    // The other end lets the first reading come to its end; then the file may be read again.
    const writer = openSync(fifo, constants.O_WRONLY);
    rmSync(fifo);
    writeFileSync(fifo, 'awake\n');
    closeSync(writer);
    let answer: string | null = null;
    while (answer === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      answer = parsedOrNull(await files.deviceText('fifo', 5_000));
    }
    t.equal(answer, 'awake\n');
  },
);

t.test(
  'the size of a file system is what stat -f prints',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const files = fileTree('/', '/', () => Promise.reject(new Error('not asked')));
    for (const path of ['/', '/dev/shm']) {
      const shown = await run('stat', ['-f', '-c', '%S %b %c', path]);
      const [block, blocks, inodes] = shown.stdout.trim().split(' ').map(Number) as [number, number, number];
      const {
        total,
        free,
        available,
        inodes: all,
        inodesFree,
      } = await files.fileSystem(path, { mayHang: false });
      t.same({ total, all }, { total: block * blocks, all: inodes }, path);
      t.ok(free <= total && available <= free && inodesFree <= all, 'parts of the whole');
      const now = (await run('stat', ['-f', '-c', '%f %a %d', path])).stdout.trim().split(' ').map(Number);
      // Other programs write meanwhile.
      const moved = [free - (now[0] ?? NaN) * block, available - (now[1] ?? NaN) * block];
      t.ok(
        moved.every((bytes) => Math.abs(bytes) < 2 ** 30),
        `free moved by ${moved.join(', ')} bytes`,
      );
      t.ok(Math.abs(inodesFree - (now[2] ?? NaN)) < 100_000, 'free inodes');
    }
  },
);

t.test('a file system that may hang is asked of the helper, by its full path', async (t) => {
  const { root, requested, files } = tree(t);
  t.same(await files.fileSystem('folder', { mayHang: true }), size);
  t.same(requested, [join(root, 'folder')]);
});

t.test('a size that cannot be had is a failure in the same words, whoever asked', async (t) => {
  const helper = (code: string) => () =>
    Promise.reject(new Failure('failed', 'below', { cause: Object.assign(new Error(), { code }) }));
  const requested = (code: string) =>
    fileTree('/no/such', '/', helper(code)).fileSystem('/mnt', { mayHang: true });
  const absent = { code: 'absent', message: 'there is no /mnt' };
  const { files } = tree(t);
  t.same(await failureOf(() => files.fileSystem('nothing', { mayHang: false })), {
    code: 'absent',
    message: 'there is no /proc/nothing',
  });
  t.same(await failureOf(() => requested('ENOENT')), absent);
  t.same(await failureOf(() => requested('EACCES')), {
    code: 'no_permission',
    message: '/mnt may not be read by this user',
  });
  t.same(await failureOf(() => requested('EIO')), {
    code: 'failed',
    message: '/mnt could not be read (EIO)',
  });
  const timeout = new Failure('timeout', 'the helper says why');
  const late = fileTree('/', '/', () => Promise.reject(timeout));
  t.same(await failureOf(() => late.fileSystem('/mnt', { mayHang: true })), {
    code: 'timeout',
    message: 'the file system at /mnt does not answer',
  });
});

void t.test('a file of any length is read whole, and one beyond reason is said to be too long', async (t) => {
  const { root, files } = tree(t);
  for (const length of [0, 1, 4_096, 65_535, 65_536, 65_537, 200_000, longestFile - 1, longestFile]) {
    const text = 'abcdefg\n'.repeat(length / 8 + 1).slice(0, length);
    writeFileSync(join(root, 'long'), text);
    t.ok(files.required('long') === text, `${length} bytes`);
    t.ok(files.required('long', 'names') === text, `${length} bytes with names`);
    t.ok((await files.deviceText('long', 60_000)) === text, `${length} bytes of a device`);
  }
  const tooLong = { code: 'too_large', message: '/proc/long is longer than 8 MiB, which no such file is' };
  for (const length of [longestFile + 1, longestFile * 2, longestFile * 2 + 1]) {
    writeFileSync(join(root, 'long'), 'x'.repeat(length));
    t.same(await failureOf(() => files.required('long')), tooLong, `${length} bytes`);
    t.same(await failureOf(() => files.deviceText('long', 60_000)), tooLong, `${length} bytes of a device`);
    t.equal(files.optional('long'), null);
  }
});
