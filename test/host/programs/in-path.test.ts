import { symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import t from 'tap';
import { isToBeFound } from '../../../src/host/programs/in-path.js';

t.test('a name is looked for in every folder of PATH', { skip: process.platform === 'win32' }, (t) => {
  const root = t.testdir({ first: {}, second: { tool: '' } });
  const PATH = ['first', 'none', 'second'].map((folder) => join(root, folder)).join(delimiter);
  t.equal(isToBeFound('tool', { PATH }), true);
  t.equal(isToBeFound('other', { PATH }), false);
  t.equal(isToBeFound('other', {}), true, 'where the system looks is for it to say');
  t.end();
});

t.test('a path is that file, wherever PATH leads', { skip: process.platform === 'win32' }, (t) => {
  const root = t.testdir({ tool: '', gone: t.fixture('symlink', 'nowhere') });
  t.equal(isToBeFound(join(root, 'tool'), { PATH: '' }), true);
  for (const path of ['none', 'gone', 'tool/below']) t.equal(isToBeFound(join(root, path), {}), false, path);
  t.end();
});

t.test('what cannot be looked at may be there', { skip: process.platform === 'win32' }, (t) => {
  const root = t.testdir({});
  symlinkSync('loop', join(root, 'loop'));
  t.equal(isToBeFound(join(root, 'loop', 'tool'), {}), true);
  t.end();
});
