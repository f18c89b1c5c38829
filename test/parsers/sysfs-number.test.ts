import t from 'tap';
import { parseSysfsNumber, parseSysfsText } from '../../src/parsers/sysfs-number.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';

void t.test('a number is read with and without its line end', (t) => {
  t.equal(parseSysfsNumber('17163091968\n'), 17163091968);
  t.equal(parseSysfsNumber('0'), 0);
  t.equal(parseSysfsNumber('-5000\n'), -5000);
  t.end();
});

void t.test('NUL bytes that a recording added do not count', (t) => {
  t.equal(parseSysfsNumber('42\n\0\0\0'), 42);
  t.equal(parseSysfsText('113-ABC\n\0\0'), '113-ABC');
  t.end();
});

void t.test('what is no whole number is null', (t) => {
  for (const text of [null, '', '\n', '\0', 'N/A', '1.5', '12 13', '0x10', '1e3', '9'.repeat(400)]) {
    t.equal(parseSysfsNumber(text), null, JSON.stringify(text));
  }
  t.end();
});

void t.test('a mark beyond 2^53 is told, for its bound to refuse', (t) => {
  t.equal(parseSysfsNumber('18446744073709551615\n'), 2 ** 64);
  t.end();
});

void t.test('an empty attribute has no text', (t) => {
  t.equal(parseSysfsText(null), null);
  t.equal(parseSysfsText(' \n'), null);
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parseSysfsNumber, '17163091968\n');
  t.end();
});
