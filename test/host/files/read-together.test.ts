import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readTogether } from '../../../src/host/files/read-together.js';
import { fileTree } from '../../../src/host/files/tree.js';
import { FakeClock } from '../../helpers/fake-clock.js';

t.test('files are read once for all who ask at one time, and anew for those who ask later', async (t) => {
  const folder = t.testdir({ shared: 'one', other: 'one' });
  const clock = new FakeClock();
  const noSizes = () => Promise.reject(new Error('not asked here'));
  const tree = readTogether(fileTree(folder, '/', noSizes), ['shared'], clock);
  const texts = () => ['shared', 'other'].map((path) => tree.optional(path));
  t.equal(tree.textAnswer('shared'), 'one');
  t.strictSame(texts(), ['one', 'one']);
  for (const path of ['shared', 'other']) writeFileSync(join(folder, path), 'two');
  t.strictSame(texts(), ['one', 'two'], 'the others are read each time');
  t.equal(tree.textAnswer('shared'), 'one');
  await clock.advance(100);
  t.strictSame(texts(), ['two', 'two']);
  rmSync(join(folder, 'shared'));
  await clock.advance(100);
  t.strictSame(texts(), [null, 'two']);
  t.equal(tree.textAnswer('shared'), null);
});
