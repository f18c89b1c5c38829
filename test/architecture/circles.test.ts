import t from 'tap';
import { circles } from './circles.js';
import { sources } from './sources.js';

t.test('no files import each other in a circle', (t) => {
  t.strictSame(circles(sources, false), []);
  t.end();
});

t.test('nor do they when types count as well', (t) => {
  t.strictSame(circles(sources, true), []);
  t.end();
});

t.test('a circle is found', (t) => {
  const planted = {
    'src/a.ts': "import { b } from './b.js';",
    'src/b.ts': "export const later = () => import('./c/d.js');",
    'src/c/d.ts': "export { a } from '../a.js';",
    'src/own.ts': "import { own } from './own.js';",
    'src/leads-there.ts': "import './a.js';",
  };
  t.strictSame(circles(planted, false), [['src/a.ts', 'src/b.ts', 'src/c/d.ts'], ['src/own.ts']]);
  const ofTypes = {
    'src/a.ts': "import { b } from './b.js';",
    'src/b.ts': "import type { A } from './a.js';",
  };
  t.strictSame(circles(ofTypes, false), []);
  t.strictSame(circles(ofTypes, true), [['src/a.ts', 'src/b.ts']]);
  t.end();
});
