import t from 'tap';
import { missingCounterparts, misplaced, ofOneView, untested } from './mirrors.js';
import { sources, sourcesBelow } from './sources.js';

const tests = sourcesBelow('test', '.test.ts');

t.test('one domain has one name: its plugin, its schema and its reader are called alike', (t) => {
  t.strictSame(missingCounterparts(Object.keys(sources)), []);
  const planted = [
    'plugins/domains/gpu/new/plugin.ts',
    'schemas/gpu/new.ts',
    'plugins/domains/old/plugin.ts',
  ];
  t.strictSame(missingCounterparts(planted), [
    ...['src/readers/gpu/new/reader.ts', 'schemas/old.ts', 'src/readers/old/reader.ts'],
  ]);
  t.end();
});

t.test('every parser and every reader has a test beside it', (t) => {
  t.strictSame(untested(sources, tests), []);
  const planted = {
    'src/parsers/x.ts': '',
    'src/parsers/z.ts': '',
    'src/readers/gpu/amd/reader.ts': "import { part } from './part.js'; import { card } from '../card.js';",
    'src/readers/gpu/amd/part.ts': '',
    'src/readers/gpu/amd/idle.ts': '',
    'src/readers/gpu/card.ts': '',
    'src/readers/gpu/intel/reader.ts': "import { card } from '../card.js';\nexport function intelReader() {}",
  };
  const theirs = {
    'test/parsers/x.test.ts': "import { parseX } from '../../src/parsers/x.js';",
    'test/readers/gpu/amd/reader.test.ts':
      "import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';",
    'test/domains/z.test.ts': "import { parseZ } from '../../src/parsers/z.js';",
  };
  t.strictSame(untested(planted, theirs), [
    ...['src/parsers/z.ts', 'src/readers/gpu/amd/idle.ts', 'src/readers/gpu/intel/reader.ts'],
  ]);
  t.end();
});

t.test('a test lies where its source lies', (t) => {
  t.strictSame(misplaced(sources, tests), []);
  const planted = {
    'test/parsers/x.test.ts': "import { hostReader } from '../../src/readers/host/reader.js';",
    'test/parsers/y.test.ts': "import { parseY } from '../../src/parsers/y.js';",
    'test/plugins/views/stats/plugin.test.ts': '',
    'test/plugins/views/stats/sum.test.ts': '',
    'test/service/everything.test.ts': '',
  };
  t.strictSame(misplaced({ 'plugins/views/stats/plugin.ts': '' }, planted), [
    ...['test/parsers/x.test.ts', 'test/plugins/views/stats/sum.test.ts'],
  ]);
  t.end();
});

t.test('what one view alone needs does not live in the core', (t) => {
  t.strictSame(ofOneView(sources), []);
  const planted = {
    'plugins/core/domain/snapshot.ts': '',
    'plugins/core/http/accept.ts': '',
    'plugins/core/http/csv.ts': '',
    'plugins/views/history/plugin.ts': "import '../../core/http/csv.js'; import '../../core/http/accept.js';",
    'plugins/views/history/x.ts': "import '../../core/http/csv.js';",
    'plugins/views/stats/plugin.ts':
      "import '../../core/http/accept.js'; import '../../core/domain/snapshot.js';",
    'plugins/core/core.ts': "import './domain/snapshot.js';",
  };
  t.strictSame(ofOneView(planted), ['plugins/core/http/csv.ts serves plugins/views/history alone']);
  t.end();
});
