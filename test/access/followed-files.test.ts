import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { followFiles } from '../../src/access/followed-files.js';
import { FakeClock } from '../helpers/fake-clock.js';

const pause = 1_000;

function followed(t: Test, paths: string[]) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const read = async () => (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('+');
  const { stop, look } = followFiles({ paths, pause, read }, clock, {
    changed: (text) => seen.push(text),
    failed: (error) => seen.push(error instanceof Error ? error.message.slice(0, 6) : 'nothing'),
  });
  t.teardown(stop);
  const pass = async (ms: number) => {
    await clock.advance(ms);
    // The files are real: while they are asked for, no timer is set.
    while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve));
    return seen.splice(0);
  };
  return { clock, stop, look, pass };
}

t.test('several files are read together once they rest, and told of once', async (t) => {
  const folder = t.testdir({ a: '1', b: '1' });
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const { pass } = followed(t, [a, b]);
  writeFileSync(a, '22');
  t.strictSame(await pass(pause), [], 'it may still be written');
  writeFileSync(b, '22');
  t.strictSame(await pass(200), [], 'the other one has changed meanwhile');
  t.strictSame(await pass(200), ['22+22']);
  t.strictSame(await pass(pause), []);
});

t.test('what changes right after the beginning is not missed', async (t) => {
  const path = join(t.testdir({ a: '1' }), 'a');
  const { pass } = followed(t, [path]);
  rmSync(path);
  t.strictSame(await pass(pause), []);
  t.strictSame(await pass(200), ['ENOENT']);
  t.strictSame(await pass(pause), [], 'told once');
  writeFileSync(path, '1');
  await pass(pause);
  t.strictSame(await pass(200), ['1']);
});

t.test('what could not be read is read as soon as it can be, though the file stays as it is', async (t) => {
  const path = join(t.testdir({ a: '1' }), 'a');
  const obstacles = ['EMFILE', 'EMFILE', 'EIO'];
  const clock = new FakeClock();
  const seen: string[] = [];
  const read = async () => {
    const obstacle = obstacles.shift();
    if (obstacle !== undefined) throw new Error(obstacle);
    return readFile(path, 'utf8');
  };
  const { stop } = followFiles({ paths: [path], pause, read }, clock, {
    changed: (text) => seen.push(text),
    failed: (error) => seen.push(String(error)),
  });
  t.teardown(stop);
  writeFileSync(path, '22');
  for (const ms of [pause, 200, pause, pause, pause, pause]) {
    await clock.advance(ms);
    while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  t.strictSame(seen, ['Error: EMFILE', 'Error: EIO', '22'], 'each obstacle is told once');
});

t.test('asked to, it reads at once, and goes on as before', async (t) => {
  const path = join(t.testdir({ a: '1' }), 'a');
  const { look, pass, clock } = followed(t, [path]);
  const toldAtOnce = async () => {
    look();
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const told = await pass(0);
      if (told.length > 0) return told;
    }
  };
  writeFileSync(path, '22');
  t.strictSame(await toldAtOnce(), ['22']);
  t.strictSame(await pass(pause), [], 'it is told once');
  t.strictSame(await toldAtOnce(), ['22'], 'and whenever one asks');
  rmSync(path);
  for (const time of ['once', 'twice']) t.strictSame(await toldAtOnce(), ['ENOENT'], time);
  t.equal(clock.timers, 1);
});

t.test('after the end nothing is looked at', async (t) => {
  const { clock, stop } = followed(t, [join(t.testdir({ a: '1' }), 'a')]);
  stop();
  t.equal(clock.timers, 0);
});
