import t from 'tap';
import {
  knownLoadAverage,
  knownNumber,
  knownPositive,
  knownText,
} from '../../src/parsers/systeminformation.js';

const noNumbers = [NaN, Infinity, -1, null, undefined, '', '5', [], {}];

t.test('what is no number, or one that cannot be, is null; 0 only where it cannot be true', (t) => {
  for (const value of noNumbers) {
    t.equal(knownNumber(value), null);
    t.equal(knownPositive(value), null);
  }
  t.same([knownNumber(0), knownNumber(0.5), knownPositive(0), knownPositive(0.5)], [0, 0.5, null, 0.5]);
  t.end();
});

t.test('a text that is empty or says that it is unknown is null', (t) => {
  t.same(['', '  ', 'unknown', 'Unknown', null, 7].map(knownText), [null, null, null, null, null, null]);
  t.equal(knownText(' FreeBSD '), 'FreeBSD');
  t.end();
});

t.test('load averages are three numbers, and none on Windows', (t) => {
  t.same(knownLoadAverage('darwin', [0, 1.5, 2]), [0, 1.5, 2]);
  t.equal(knownLoadAverage('win32', [0, 0, 0]), null);
  for (const values of [[], [1, 2], [1, NaN, 3], [-1, 0, 0]])
    t.equal(knownLoadAverage('darwin', values), null);
  t.end();
});

t.test('whatever comes, nothing is thrown and numbers are finite or null', (t) => {
  const random = () => [
    Math.random() * 10 - 5,
    1 / (Math.random() - 0.5),
    String(Math.random()),
    null,
    {},
    NaN,
  ];
  for (let round = 0; round < 500; round += 1) {
    const values = random();
    const numbers = values.flatMap((value) => [knownNumber(value), knownPositive(value)]);
    const load = knownLoadAverage('linux', values) ?? [];
    const sound = [...numbers, ...load].every((one) => one === null || (Number.isFinite(one) && one >= 0));
    if (!sound) t.fail(JSON.stringify(values));
    values.map(knownText);
  }
  t.pass('500 rounds');
  t.end();
});
