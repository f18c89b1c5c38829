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
  const stop = followFiles({ paths, pause, read }, clock, {
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
  return { clock, stop, pass };
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

t.test('after the end nothing is looked at', async (t) => {
  const { clock, stop } = followed(t, [join(t.testdir({ a: '1' }), 'a')]);
  stop();
  t.equal(clock.timers, 0);
});
