import t from 'tap';
import { csv } from '../../../../plugins/views/history/csv.js';

t.test('a header, then a row for each; null is an empty cell, numbers are plain', (t) => {
  t.equal(
    csv(
      ['a', 'b', 'c'],
      [
        ['x', 1.5, null],
        ['y', -2, 0],
      ],
    ),
    'a,b,c\r\nx,1.5,\r\ny,-2,0\r\n',
  );
  t.end();
});

t.test('text that a spreadsheet would run is not a formula any more, and what separates is quoted', (t) => {
  const cells = ['=1+1', '+cmd', '-2', '@SUM(A1)', '\tx', '\rx', 'a,b', 'say "hi"', 'two\nlines', 'GPU-1'];
  const [, ...rows] = csv(
    ['x'],
    cells.map((cell) => [cell]),
  ).split('\r\n');
  t.same(rows.slice(0, 5), ["'=1+1", "'+cmd", "'-2", "'@SUM(A1)", "'\tx"]);
  t.ok(
    rows.includes('"a,b"') &&
      rows.includes('"say ""hi"""') &&
      rows.includes('"two\nlines"') &&
      rows.includes('GPU-1'),
  );
  t.end();
});
