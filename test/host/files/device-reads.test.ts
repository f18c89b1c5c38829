import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import t, { type Test } from 'tap';
import { deviceReads } from '../../../src/host/files/device-reads.js';
import { systemClock, type Clock } from '../../../src/clock.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const run = promisify(execFile);

/** A file that answers when somebody writes to it, as one behind a driver that takes its time. */
async function slowFile(t: Test): Promise<string> {
  const path = join(t.testdir({}), 'fifo');
  await run('mkfifo', [path]);
  return path;
}

t.test('whoever asks for a file that is being read shares that read', async (t) => {
  const path = await slowFile(t);
  const read = deviceReads(new FakeClock());
  const requested = [read(path, 5_000), read(path, 5_000), read(path, 5_000)];
  // A second opening of a fifo would get nothing of what is written once.
  await writeFile(path, 'awake\n');
  for (const one of await Promise.all(requested)) t.strictSame(one, { bytes: Buffer.from('awake\n') });
});

t.test('a shared read that hangs makes the last who asks wait no longer than the first', async (t) => {
  const path = await slowFile(t);
  const clock = new FakeClock();
  const read = deviceReads(clock);
  const first = read(path, 300);
  await clock.advance(200);
  const both = Promise.all([first, read(path, 300)]);
  await clock.advance(100);
  t.strictSame(await both, [{ late: true }, { late: true }], 'no new deadline began');
  await clock.advance(1);
  t.strictSame(await read(path, 60_000), { late: true }, 'past its deadline it is refused at once');
  await writeFile(path, '');
});

t.test('a deadline that ended a moment early by the clock has passed for the next who asks', async (t) => {
  const path = await slowFile(t);
  const moment: { now: number; ring: () => void } = { now: 0, ring: () => undefined };
  const hasty: Clock = {
    epoch: () => 0,
    monotonic: () => moment.now,
    setTimer: (_, wake) => {
      moment.ring = wake;
      return () => undefined;
    },
  };
  const read = deviceReads(hasty);
  const pending = read(path, 50);
  moment.now = 49.5;
  moment.ring();
  t.strictSame(await pending, { late: true });
  t.strictSame(await read(path, 300), { late: true }, 'refused at once');
  await writeFile(path, '');
});

t.test('an error is told to all who asked, and the next asks anew', async (t) => {
  const path = join(t.testdir({}), 'file');
  const read = deviceReads(new FakeClock());
  const both = await Promise.all([read(path, 1_000), read(path, 1_000)]);
  for (const one of both) t.match(one, { thrown: { code: 'ENOENT' } });
  await writeFile(path, 'here');
  t.strictSame(await read(path, 1_000), { bytes: Buffer.from('here') });
});

t.test('files that hang leave threads for others: further files are read elsewhere', async (t) => {
  const folder = t.testdir({ sound: 'well' });
  const hung = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
  await run('mkfifo', hung);
  const elsewhere: string[] = [];
  const read = deviceReads(systemClock, (path) => {
    elsewhere.push(basename(path));
    return Promise.resolve({ bytes: Buffer.from('elsewhere') });
  });
  const late = hung.slice(0, 2).map((path) => read(path, 500));
  const further = [...hung.slice(2), join(folder, 'sound')].map((path) => read(path, 500));
  for (const one of await Promise.all(further)) t.match(one, { bytes: Buffer.from('elsewhere') });
  t.strictSame(elsewhere, ['c', 'd', 'sound']);
  t.ok((await promisify(gzip)('something to compress')).length > 0, 'compression has a thread');
  t.strictSame(await Promise.all(late), [{ late: true }, { late: true }]);

  // When they answer, files are read here again.
  for (const path of hung.slice(0, 2)) await writeFile(path, '');
  const sound = () => read(join(folder, 'sound'), 500);
  let here = await sound();
  while ('bytes' in here && here.bytes.toString() !== 'well') {
    // What is read elsewhere is there at once here, and would let nothing else happen.
    await new Promise((resolve) => setImmediate(resolve));
    here = await sound();
  }
  t.match(here, { bytes: Buffer.from('well') });
});

t.test('one waits for a thread in vain, those after it are read elsewhere at once', async (t) => {
  const folder = t.testdir({ sound: 'well' });
  const hung = ['a', 'b'].map((name) => join(folder, name));
  await run('mkfifo', hung);
  const clock = new FakeClock();
  const read = deviceReads(clock, () => Promise.resolve({ bytes: Buffer.from('elsewhere') }));
  const held = hung.map((path) => read(path, 500));
  const first = read(join(folder, 'c'), 500);
  await clock.advance(20);
  t.strictSame(await first, { bytes: Buffer.from('elsewhere') }, 'it waited for its turn');
  for (let reading = 0; reading < 100; reading += 1) {
    t.strictSame(await read(join(folder, 'd'), 500), { bytes: Buffer.from('elsewhere') });
  }
  t.equal(clock.monotonic(), 20, 'the clock stood still');

  await Promise.all(hung.map((path) => writeFile(path, 'awake')));
  for (const one of await Promise.all(held)) t.strictSame(one, { bytes: Buffer.from('awake') });
  const next = [read(join(folder, 'sound'), 500), read(join(folder, 'sound'), 500)];
  for (const one of await Promise.all(next)) {
    t.strictSame(one, { bytes: Buffer.from('well') }, 'who left in vain keeps no place');
  }
});
