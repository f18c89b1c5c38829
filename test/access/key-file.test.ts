import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { followKeyFile, readKeyFile } from '../../src/access/key-file.js';
import { FakeClock } from '../helpers/fake-clock.js';

const line = (name: string) => `${name}:the-key-of-client-${name}-0123456789\n`;

/** A followed file, and what was seen of it. */
async function followed(t: Test, path: string) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const { stop } = followKeyFile(path, clock, {
    changed: ({ keys }) => seen.push(keys.map(({ name }) => name).join()),
    failed: (error) => seen.push((error as Error).message),
  });
  t.teardown(stop);
  /** What was seen within the next seconds. */
  const next = async () => {
    seen.length = 0;
    for (let tenth = 0; tenth < 50; tenth += 1) {
      await clock.advance(100);
      // The files are real: the kernel's answer takes time that this clock knows nothing of. Then a timer is set.
      while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return [...seen];
  };
  t.strictSame(await next(), [], 'nothing has changed yet');
  return { next, clock, stop };
}

t.test('a file that is written again is read again, once', async (t) => {
  const path = join(t.testdir({ keys: line('a') }), 'keys');
  const { next } = await followed(t, path);
  writeFileSync(path, line('a') + line('bb'));
  t.strictSame(await next(), ['a,bb']);
  t.strictSame(await next(), []);
});

t.test('a file put in its place, as editors do, is read', async (t) => {
  const folder = t.testdir({ keys: line('a'), new: line('b') });
  const { next } = await followed(t, join(folder, 'keys'));
  renameSync(join(folder, 'new'), join(folder, 'keys'));
  t.strictSame(await next(), ['b']);
});

t.test('links that are exchanged, as Kubernetes does with a mounted secret, are followed', async (t) => {
  const folder = t.testdir({ '..1': { keys: line('a') }, '..2': { keys: line('b') } });
  symlinkSync('..1', join(folder, '..data'));
  symlinkSync('..data/keys', join(folder, 'keys'));
  const { next } = await followed(t, join(folder, 'keys'));
  symlinkSync('..2', join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  t.strictSame(await next(), ['b']);
});

t.test('a deleted file is told of once, and read when it is back', async (t) => {
  const path = join(t.testdir({ keys: line('a') }), 'keys');
  const { next } = await followed(t, path);
  rmSync(path);
  t.strictSame(await next(), ['there is no such file']);
  t.strictSame(await next(), []);
  writeFileSync(path, line('b'));
  t.strictSame(await next(), ['b']);
});

t.test('a bad edit is told of without what stands in it', async (t) => {
  const path = join(t.testdir({ keys: line('a') }), 'keys');
  const { next } = await followed(t, path);
  writeFileSync(path, 'a:s3cr3t\n');
  const [message = ''] = await next();
  t.match(message, /^line 1: the key must be/);
  t.notMatch(message, 's3cr3t');
  writeFileSync(path, '');
  t.strictSame(await next(), ['holds no key; system-monitor-api key makes one']);
});

t.test('a file that is still being written is not read before it rests', async (t) => {
  const path = join(t.testdir({ keys: line('a') }), 'keys');
  const { next, clock } = await followed(t, path);
  let text = '';
  for (let part = 0; part < 40; part += 1) {
    text += part === 39 ? line('b') : '# more\n';
    writeFileSync(path, text);
    await clock.advance(100);
  }
  t.strictSame(await next(), ['b']);
});

t.test('what is no such file is said in words', async (t) => {
  const folder = t.testdir({ long: 'x'.repeat(2 ** 20 + 1), empty: '' });
  mkdirSync(join(folder, 'folder'));
  for (const [name, message] of [
    ['nowhere', 'there is no such file'],
    ['folder', 'is not a file'],
    ['long', 'is longer than 1 MiB'],
    ['empty', 'holds no key; system-monitor-api key makes one'],
  ] as const) {
    await t.rejects(readKeyFile(join(folder, name)), { message }, name);
  }
});

t.test('after it was stopped nothing is looked at any more', async (t) => {
  const { clock, stop } = await followed(t, join(t.testdir({ keys: line('a') }), 'keys'));
  stop();
  t.equal(clock.timers, 0);
});

const noModes = process.platform === 'win32' ? 'Windows has no such numbers' : false;

t.test(
  'keys that others can write are refused, and those that all can read are warned of',
  { skip: noModes },
  async (t) => {
    const path = join(t.testdir({ keys: line('a') }), 'keys');
    chmodSync(path, 0o600);
    t.match(await readKeyFile(path), { keys: [{ name: 'a' }], warning: null });
    chmodSync(path, 0o444);
    t.match(await readKeyFile(path), {
      warning: `every user of this machine can read ${path} (mode 0444); type: chmod o-r ${path}`,
    });
    chmodSync(path, 0o620);
    await t.rejects(readKeyFile(path), {
      message: `others than its owner can write ${path} (mode 0620); type: chmod go-w ${path}`,
    });
  },
);
