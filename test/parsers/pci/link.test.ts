import t from 'tap';
import { parsePcieSpeed, parsePcieWidth } from '../../../src/parsers/pci/link.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

void t.test('every speed belongs to a generation, in the words of new and old kernels', (t) => {
  const speeds = ['2.5 GT/s PCIe', '5.0 GT/s PCIe', '8.0 GT/s PCIe', '16.0 GT/s PCIe', '32.0 GT/s PCIe'];
  t.same(speeds.map(parsePcieSpeed), [1, 2, 3, 4, 5]);
  t.equal(parsePcieSpeed('64.0 GT/s PCIe\n'), 6);
  t.equal(parsePcieSpeed('8 GT/s'), 3);
  t.equal(parsePcieSpeed('5 GT/s\n'), 2);
  t.end();
});

void t.test('an unknown speed is null', (t) => {
  for (const text of [null, '', 'Unknown', 'Unknown speed', '7.0 GT/s PCIe', '16.0', '2.7 GT/s PCIe']) {
    t.equal(parsePcieSpeed(text), null, JSON.stringify(text));
  }
  t.end();
});

void t.test('the width is the number of lanes, and null without a link', (t) => {
  t.equal(parsePcieWidth('16\n'), 16);
  t.equal(parsePcieWidth('1'), 1);
  for (const text of [null, '', '0', '255', '63', 'x16']) {
    t.equal(parsePcieWidth(text), null, JSON.stringify(text));
  }
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parsePcieSpeed, '16.0 GT/s PCIe\n');
  neverThrows(t, parsePcieWidth, '16\n');
  t.end();
});
