import t from 'tap';
import { xmlTags, xmlText } from '../../src/parsers/xml.js';
import { neverThrows, staysQuick } from '../helpers/parsers/parser-contract.js';

const document = `<?xml version="1.0" ?>
<!DOCTYPE log SYSTEM "log.dtd">
<log>
<!-- a <b>comment</b> -->
<gpu id="0:1"><name>A &amp; B</name><none/></gpu>
</log>`;

void t.test('tags come in their order with their attributes and the text behind them', (t) => {
  const found = xmlTags(document).filter(({ name }) => name !== 'b');
  t.same(
    found.map(({ name, kind, attributes, text }) => [name, kind, attributes, text.trim()]),
    [
      ['log', 'open', '', ''],
      ['gpu', 'open', ' id="0:1"', ''],
      ['name', 'open', '', 'A &amp; B'],
      ['name', 'close', '', ''],
      ['none', 'empty', '', ''],
      ['gpu', 'close', '', ''],
      ['log', 'close', '', ''],
    ],
  );
  t.end();
});

void t.test('what is cut off or no element is passed over', (t) => {
  for (const text of ['', '<', '<gpu', '<gpu id="', '< gpu>', '<1>', '<>', '</>', 'text']) {
    t.same(xmlTags(text), [], JSON.stringify(text));
  }
  t.same(xmlTags('<a><b<c>'), [
    { name: 'a', kind: 'open', attributes: '', text: '' },
    { name: 'c', kind: 'open', attributes: '', text: '' },
  ]);
  t.end();
});

void t.test('named entities become characters, others stay', (t) => {
  t.equal(xmlText('&lt;&gt;&amp;&quot;&apos;'), `<>&"'`);
  t.equal(xmlText('&amp;lt; &nbsp; &#65; &'), '&lt; &nbsp; &#65; &');
  t.end();
});

void t.test('any input is understood or passed over', (t) => {
  neverThrows(t, (text) => xmlTags(xmlText(text)), document);
  t.end();
});

void t.test('a long name without an end costs no more than its length', async (t) => {
  staysQuick(t, xmlTags, `<${'a'.repeat(20_000)}`);
  staysQuick(t, xmlTags, `<string${'0x'.repeat(10_000)} x`);
});
