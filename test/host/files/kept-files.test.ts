import {
  appendFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { KeptFiles } from '../../../src/host/files/kept-files.js';

const onLinux = { skip: process.platform !== 'linux' };
const text = (bytes: Buffer) => bytes.toString('utf8');

/** How often this process has a file open. */
function timesOpen(path: string): number {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The folder that was read is itself among them, and closed by now.
      return '';
    }
  });
  return targets.filter((target) => target === path).length;
}

/** Files of a folder, which are kept open as those of the kernel are; `pass` lets ms pass. */
function setUp(t: Test, files: Parameters<Test['testdir']>[0]) {
  const root = t.testdir(files);
  let now = 0;
  const kept = new KeptFiles(
    () => now,
    () => true,
  );
  t.teardown(() => kept.close());
  const pass = (ms: number) => (now += ms);
  return { root, kept, pass, read: (name: string) => kept.read(join(root, name), text) };
}

t.test('a file of the kernel is opened once and read anew each time', onLinux, (t) => {
  const kept = new KeptFiles(() => 0);
  const path = '/proc/self/io';
  const [first, second] = [kept.read(path, text), kept.read(path, text)];
  t.not(first, second, 'what was read meanwhile counts');
  const open = `/proc/${process.pid}/io`;
  t.equal(timesOpen(open), 1);
  kept.close();
  t.equal(timesOpen(open), 0);
  t.ok(kept.read(path, text).startsWith('rchar:'));
  t.equal(timesOpen(open), 0, 'what is read later is not kept');
  t.end();
});

t.test('ordinary files, and those of other processes, are opened each time', onLinux, (t) => {
  const { root } = setUp(t, { file: 'one' });
  const kept = new KeptFiles(() => 0);
  t.teardown(() => kept.close());
  const file = join(root, 'file');
  t.equal(kept.read(file, text), 'one');
  writeFileSync(join(root, 'new'), 'two');
  renameSync(join(root, 'new'), file);
  t.equal(kept.read(file, text), 'two');
  t.equal(timesOpen(file), 0);
  const other = `/proc/${process.ppid}/stat`;
  t.ok(kept.read(other, text).startsWith(`${process.ppid} `));
  t.equal(timesOpen(other), 0);
  t.end();
});

t.test('what is kept is read from its beginning, whatever its length', onLinux, (t) => {
  const { root, read } = setUp(t, { file: 'one' });
  t.equal(read('file'), 'one');
  appendFileSync(join(root, 'file'), 'x'.repeat(200_000));
  t.equal(read('file'), `one${'x'.repeat(200_000)}`);
  writeFileSync(join(root, 'file'), 'short');
  t.equal(read('file'), 'short');
  t.equal(timesOpen(join(root, 'file')), 1);
  t.end();
});

t.test('after a minute it is opened anew', onLinux, (t) => {
  const { root, read, pass } = setUp(t, { file: 'one' });
  t.equal(read('file'), 'one');
  rmSync(join(root, 'file'));
  writeFileSync(join(root, 'file'), 'two');
  pass(59_999);
  t.equal(read('file'), 'one', 'still the one that is open');
  pass(1);
  t.equal(read('file'), 'two');
  t.end();
});

t.test('what nobody reads any more is closed while others are read', onLinux, (t) => {
  const { root, read, pass } = setUp(t, { once: 'one', often: 'two' });
  read('once');
  for (let second = 0; second < 55; second += 5) {
    read('often');
    pass(5_000);
  }
  t.equal(timesOpen(join(root, 'once')), 1);
  pass(10_000);
  read('often');
  read('often');
  t.equal(timesOpen(join(root, 'once')), 0);
  t.equal(timesOpen(join(root, 'often')), 1);
  t.end();
});

t.test('what refuses to be read is not kept, and a file in its place is read', onLinux, (t) => {
  const { root, read } = setUp(t, { folder: {} });
  const path = join(root, 'folder');
  t.throws(() => read('folder'), { code: 'EISDIR' });
  t.throws(() => read('folder'), { code: 'EISDIR' });
  t.equal(timesOpen(path), 0);
  rmdirSync(path);
  writeFileSync(path, 'one');
  t.equal(read('folder'), 'one');
  t.end();
});

t.test('what is not there is looked for again after five seconds', onLinux, (t) => {
  const { root, read, pass } = setUp(t, {});
  t.throws(() => read('file'), { code: 'ENOENT' });
  writeFileSync(join(root, 'file'), 'one');
  pass(4_999);
  t.throws(() => read('file'), { code: 'ENOENT' });
  pass(1);
  t.equal(read('file'), 'one');
  t.end();
});

t.test('only of what the kernel has is it believed that it is not there', onLinux, (t) => {
  const { root } = setUp(t, {});
  const kept = new KeptFiles(() => 0);
  t.teardown(() => kept.close());
  const path = join(root, 'file');
  t.throws(() => kept.read(path, text), { code: 'ENOENT' });
  writeFileSync(path, 'one');
  t.equal(kept.read(path, text), 'one');
  const errors = ['/proc/no/such', '/proc/no/such', '/proc/999999999/stat'].map((file) => {
    try {
      return kept.read(file, text);
    } catch (thrown) {
      return thrown;
    }
  });
  t.equal(errors[0], errors[1], 'the same is said again');
  t.match(errors[2], { code: 'ENOENT' });
  t.end();
});

t.test('what is no file of the kernel is believed to be none for a minute', onLinux, (t) => {
  const root = t.testdir({ file: 'one' });
  const looked: string[] = [];
  let now = 0;
  const kept = new KeptFiles(
    () => now,
    (path) => looked.push(path) === 0,
  );
  t.teardown(() => kept.close());
  const path = join(root, 'file');
  for (const at of [0, 1_000, 59_999, 60_000, 60_001]) {
    now = at;
    t.equal(kept.read(path, text), 'one');
  }
  t.equal(timesOpen(path), 0);
  t.strictSame(looked, [path, path]);
  t.end();
});

t.test('no more than 64 are kept, those that were read last', onLinux, (t) => {
  const names = Array.from({ length: 70 }, (_, index) => `file${index}`);
  const { root, read } = setUp(t, Object.fromEntries(names.map((name) => [name, name])));
  for (const name of names) {
    t.equal(read(name), name);
    read('file0');
  }
  const open = names.map((name) => timesOpen(join(root, name)));
  t.equal(
    open.reduce((sum, times) => sum + times, 0),
    64,
  );
  t.same([open[0], open[1], open[69]], [1, 0, 1]);
  t.end();
});
