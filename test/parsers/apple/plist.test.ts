import t from 'tap';
import { parsePlist } from '../../../src/parsers/apple/plist.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const sample = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<array>
\t<dict>
\t\t<key>model</key>
\t\t<data>
\t\tQXBwbGUgTTEA
\t\t</data>
\t\t<key>a &amp; b</key>
\t\t<string>1 &lt; 2</string>
\t\t<key>seen</key>
\t\t<date>2026-01-31T12:00:00Z</date>
\t\t<key>n</key>
\t\t<integer>-16</integer>
\t\t<key>r</key>
\t\t<real>1.5e2</real>
\t\t<key>yes</key>
\t\t<true/>
\t\t<key>no</key>
\t\t<false/>
\t\t<key>empty</key>
\t\t<array/>
\t\t<key>none</key>
\t\t<dict/>
\t\t<key>text</key>
\t\t<string></string>
\t\t<key>in</key>
\t\t<dict><key>list</key><array><integer>1</integer><string/></array></dict>
\t</dict>
</array>
</plist>
`;

t.test('every kind of value is read, dates are left out', (t) => {
  t.strictSame(parsePlist(sample), [
    {
      model: 'Apple M1',
      'a & b': '1 < 2',
      n: -16,
      r: 150,
      yes: true,
      no: false,
      empty: [],
      none: {},
      text: '',
      in: { list: [1, ''] },
    },
  ]);
  t.end();
});

t.test('anything else gives null', (t) => {
  for (const text of ['', 'ioreg: error', '<array><integer>1</integer></array>', '<plist version="1.0">']) {
    t.equal(parsePlist(text), null, text);
  }
  t.equal(parsePlist('<plist><integer>many</integer></plist>'), null);
  t.equal(parsePlist('<plist><integer>1<string>2</string></plist>'), null);
  t.equal(parsePlist('<plist><data>***</data></plist>'), null);
  t.end();
});

t.test('a list cut off gives what came before', (t) => {
  t.strictSame(parsePlist('<plist><array><integer>1</integer><dict><key>a</key><integer>2'), [1, {}]);
  t.end();
});

t.test('nesting without end does not end the stack', (t) => {
  parsePlist(`<plist>${'<array>'.repeat(100_000)}`);
  parsePlist(`<plist>${'<dict><key>a</key>'.repeat(50_000)}`);
  t.pass('survived');
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parsePlist, sample);
  t.end();
});

t.test('an element with the name of what every object has is unknown', (t) => {
  for (const name of ['__proto__', 'constructor', 'toString', '__defineGetter__'])
    t.equal(parsePlist(`<plist><${name}/></plist>`), null, name);
  t.end();
});
