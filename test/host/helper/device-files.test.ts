import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { methods } from '../../../src/host/helper/device-files.js';
import { Helper } from '../../../src/host/helper/helper.js';
import { Failure } from '../../../src/failures.js';
import { fileTree } from '../../../src/host/files/tree.js';

const refuse = () => Promise.reject(new Error('not asked'));

t.test(
  'many files at once: texts, what is not there, and a file that hangs within its deadline',
  async (t) => {
    const root = t.testdir({ temp1_input: '45000\n' });
    await promisify(execFile)('mkfifo', [join(root, 'hangs')]);
    mkdirSync(join(root, 'folder'));
    const helper = new Helper<typeof methods>('sensors', { PATH: process.env['PATH'] ?? '' });
    t.teardown(() => helper.close());
    const tree = fileTree(root, '/sys', refuse, {
      askTexts: (paths, deadline) => helper.ask('texts', [paths, deadline], deadline + 60_000),
    });
    const names = ['temp1_input', 'nothing', 'hangs', 'folder'];
    const [text, absent, hangs, folder] = await tree.deviceTexts(names, 300);
    t.same([text, absent], ['45000\n', null]);
    t.match(hangs, { code: 'timeout', message: '/sys/hangs did not answer within 0.3 s' });
    t.ok(folder instanceof Failure && folder.message === '/sys/folder could not be read (EISDIR)');
    const started = performance.now();
    const [again] = await tree.deviceTexts(['hangs'], 60_000);
    t.match(again, { code: 'timeout' });
    t.ok(performance.now() - started < 30_000, 'a file that hangs is not waited for a second time');
    writeFileSync(join(root, 'temp1_input'), '46000\n');
    t.same(await tree.deviceTexts(['temp1_input'], 5_000), ['46000\n'], 'others go on');
    t.same(await tree.deviceTexts([], 5_000), []);
  },
);

t.test('many files of the kernel are visited in order, the rest of the process in between', async (t) => {
  const root = t.testdir({ a: '1', b: '2' });
  const tree = fileTree(root, '/proc', refuse);
  const seen: [string, string | null][] = [];
  let turns = 0;
  const beat = setInterval(() => (turns += 1), 1);
  t.teardown(() => clearInterval(beat));
  const wait = () => {
    const end = performance.now() + 4;
    while (performance.now() < end);
  };
  await tree.visitTexts(['a', 'gone', 'b', 'a', 'b'], (path, text) => {
    seen.push([path, text]);
    wait();
  });
  t.same(seen.slice(0, 3), [
    ['a', '1'],
    ['gone', null],
    ['b', '2'],
  ]);
  t.ok(turns >= 3, `others had ${turns} turns`);
});
