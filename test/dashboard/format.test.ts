import t from 'tap';
import {
  axisRate,
  bytesText,
  countdownText,
  durationText,
  fillText,
  numbersText,
  ofText,
  percentOf,
  percentText,
  rateText,
  shareText,
  tokensText,
  unitText,
} from '../../dashboard/format.js';

t.test('what is not known is said to be so, and 0 is 0', (t) => {
  for (const text of [percentText, bytesText, rateText, durationText, numbersText])
    t.equal(text(null), 'n/a');
  t.equal(unitText(null, 'W'), 'n/a');
  t.strictSame([percentText(0), bytesText(0), rateText(0)], ['0.0 %', '0 B', '0 B/s']);
  t.strictSame([shareText(null, null), fillText(5, null)], ['n/a', 'n/a']);
  t.strictSame([shareText(null, 1024), fillText(null, 1024)], ['n/a of 1.00 KiB', 'n/a / 1.00 KiB']);
  t.end();
});

t.test('numbers have the digits a reader can use', (t) => {
  t.strictSame([percentText(36.68), percentText(99.96), percentText(100)], ['36.7 %', '100 %', '100 %']);
  t.strictSame(
    [bytesText(1023), bytesText(1024), bytesText(77702627328)],
    ['1,023 B', '1.00 KiB', '72.4 GiB'],
  );
  t.strictSame([rateText(878033400), rateText(1518025338)], ['878 MB/s', '1.52 GB/s']);
  t.equal(rateText(999_990), '1.00 MB/s', 'rounding does not give 1,000 of a unit');
  t.strictSame([axisRate(500_000_000), axisRate(1_500_000_000)], ['500 MB/s', '1.5 GB/s']);
  t.strictSame([unitText(688.17, 'W'), numbersText([3.4, 2])], ['688 W', '3.40  2.00']);
  t.strictSame(fillText(77702627328, 85520809984), '72.4 / 79.6 GiB');
  t.strictSame(fillText(393 * 2 ** 20, 2 ** 30), '393 MiB / 1.00 GiB');
  t.end();
});

t.test('tokens, and a part of a whole', (t) => {
  t.strictSame([null, 0, 0.04, 41.66, 950.2].map(tokensText), ['n/a', '0', '0.0', '41.7', '950']);
  t.strictSame(
    [ofText(2048, 4096), ofText(null, 4096), ofText(null, null)],
    ['2,048 of 4,096', 'n/a of 4,096', 'n/a'],
  );
  t.strictSame(
    [percentOf(1, 4), percentOf(null, 4), percentOf(1, null), percentOf(0, 0)],
    [25, null, null, null],
  );
  t.end();
});

t.test('times are long in their two greatest units, and count down as clocks do', (t) => {
  t.strictSame([59.9, 61, 3700, 3918286].map(durationText), ['59 s', '1 min 1 s', '1 h 1 min', '45 d 8 h']);
  t.strictSame([293.3, 60, 3893, 0, -1].map(countdownText), ['4:54', '1:00', '1:04:53', '0:00', '0:00']);
  t.end();
});
