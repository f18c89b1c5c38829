import t from 'tap';
import { parsePciIds } from '../../../src/parsers/pci/ids.js';
import { blanks, neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const sample = `# comment
1002  Advanced Micro Devices, Inc.
\t744c  Navi 31
8086  Intel Corporation
\t56A5  DG2 [Arc A380]
\t\t1849 6004  Challenger ITX
\te20b  Battlemage G21 [Arc B580]
9004  Adaptec
\t1078  AIC-7810
C 03  Display controller
\t00  VGA compatible controller
`;

t.test('only the devices of the vendor, not the cards made of them', (t) => {
  t.strictSame(parsePciIds(sample, '8086'), [
    { id: '56a5', name: 'DG2 [Arc A380]' },
    { id: 'e20b', name: 'Battlemage G21 [Arc B580]' },
  ]);
  t.end();
});

t.test('a vendor that is not there has none', (t) => {
  t.strictSame(parsePciIds(sample, '10de'), []);
  t.strictSame(parsePciIds('', '8086'), []);
  t.strictSame(parsePciIds('8086  Intel Corporation\n\tzzzz  nothing\n\t56a5', '8086'), []);
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, (text) => parsePciIds(text, '8086'), sample);
  t.end();
});

t.test('blanks within a line cost no more than their number', (t) => {
  staysQuick(t, (text) => parsePciIds(text, '8086'), `8086  Intel\n\t2204  a${blanks}x`);
  t.end();
});
