import t from 'tap';
import { hwmonSensors, parseHwmonValue } from '../../src/parsers/hwmon.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';

void t.test('sensors stand by kind and number, with the files that tell of them', async (t) => {
  const files = [
    ...[
      'temp10_input',
      'temp2_input',
      'temp2_label',
      'temp2_max',
      'temp2_crit',
      'temp2_crit_alarm',
      'temp3_label',
    ],
    ...[
      'in0_input',
      'in0_min',
      'fan1_input',
      'pwm1',
      'power1_average',
      'power1_cap',
      'power2_average',
      'power2_input',
    ],
    ...['curr1_input', 'humidity1_input', 'freq1_input', 'name', 'uevent'],
  ];
  const sensors = hwmonSensors(files);
  t.same(
    sensors.map(({ kind, value }) => [kind, value]),
    [
      ['temperature', 'temp2_input'],
      ['temperature', 'temp10_input'],
      ['fan', 'fan1_input'],
      ['voltage', 'in0_input'],
      ['power', 'power1_average'],
      ['power', 'power2_input'],
      ['current', 'curr1_input'],
      ['humidity', 'humidity1_input'],
    ],
  );
  const none = { label: null, min: null, max: null, critical: null };
  t.same(sensors[0], {
    ...{ kind: 'temperature', name: 'temp2', value: 'temp2_input' },
    ...{ label: 'temp2_label', min: null, max: 'temp2_max', critical: 'temp2_crit' },
  });
  t.match(sensors[1], none);
  t.match(sensors[4], { max: 'power1_cap' });
  t.same(hwmonSensors([]), []);
});

void t.test('numbers are in whole units, and passed on as the chip says them', async (t) => {
  t.equal(parseHwmonValue('temperature', '-128000\n'), -128);
  t.equal(parseHwmonValue('voltage', '0\n'), 0);
  t.equal(parseHwmonValue('fan', '1204\n'), 1_204);
  t.equal(parseHwmonValue('power', '1500000\n'), 1.5);
  for (const text of ['', 'N/A\n', '12.5\n', null]) t.equal(parseHwmonValue('temperature', text), null);
});

void t.test('whatever comes, it does not throw', async (t) => {
  neverThrows(
    t,
    (text) => hwmonSensors(text.split('\n')),
    'temp1_input\nin0_input\npower1_average\nfan2_label\n',
  );
  neverThrows(t, (text) => parseHwmonValue('temperature', text), '45000\n');
});
