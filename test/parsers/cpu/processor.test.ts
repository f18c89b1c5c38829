import t from 'tap';
import { parseCpuList } from '../../../src/parsers/cpu/cpu-list.js';
import { packageSensors, processorRank } from '../../../src/parsers/cpu/temperature-sensors.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

t.test('lists of CPUs', (t) => {
  t.strictSame(parseCpuList('3,22\n'), [3, 22]);
  t.strictSame(parseCpuList('0-2,8,10-11'), [0, 1, 2, 8, 10, 11]);
  for (const text of ['', 'a', '1-', '0-99999,0-99999', '1,,2']) t.equal(parseCpuList(text), null, text);
  neverThrows(t, (text) => parseCpuList(text), '0-3,22,7\n');
  t.end();
});

t.test('what measures the processor, the surest first', (t) => {
  const names = ['coretemp', 'x86_pkg_temp', 'cpu_thermal', 'soc_thermal', 'acpitz'];
  t.strictSame(names.map(processorRank), [0, 1, 2, 3, 4]);
  for (const name of [
    'cpu-thermal',
    'cpu0-thermal',
    'CPU-therm',
    'cpuss1-thermal',
    'cpu-0-1-thermal',
    'bigcore0_thermal',
    'little-thermal',
    'cluster1-thermal',
  ]) {
    t.equal(processorRank(name), 2, name);
  }
  for (const name of ['nvme', 'gpu-thermal', 'battery', 'iwlwifi_1', 'nct6798', 'pch_skylake', ''])
    t.equal(processorRank(name), null, name);
  t.end();
});

t.test('of one chip what its labels say', (t) => {
  const labels = (...all: (string | null)[]) =>
    packageSensors(all.map((label) => ({ label }))).map(({ label }) => label);
  t.strictSame(labels('Tctl', 'Tdie', 'Tccd1'), ['Tdie']);
  t.strictSame(labels('Core 0', 'Package id 1', 'Core 1'), ['Package id 1']);
  t.strictSame(labels('Core 0', 'Core 1'), ['Core 0', 'Core 1']);
  t.strictSame(labels(null, null), [null, null]);
  t.strictSame(labels(), []);
  t.end();
});
