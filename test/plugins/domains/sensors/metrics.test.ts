import t, { type Test } from 'tap';
import { sensorsMetrics } from '../../../../plugins/domains/sensors/metrics.js';
import { sensorsReader } from '../../../../src/readers/sensors/reader.js';
import { sysMachine, type Folder } from '../../../helpers/machines/sys-machine.js';

/** The chips' labels and names in /metrics. */
async function labels(t: Test, sys: Folder): Promise<unknown[]> {
  const families = sensorsMetrics.families(await sensorsReader(sysMachine(t, sys))());
  return families
    .filter(({ metric }) => metric.name === 'node_hwmon_chip_names')
    .flatMap(({ samples }) => samples.map(([, label, name]) => `${label ?? ''} ${name ?? ''}`));
}

const virtual = (name: string): Folder => ({ name: `${name}\n`, temp1_input: '40000\n' });

t.test('the label of a chip does not depend on the order in which drivers are loaded', async (t) => {
  const device = '-> ../../devices/platform/coretemp.0/hwmon/';
  const machine = (coretemp: string, ...others: [string, Folder][]): Folder => ({
    devices: { platform: { 'coretemp.0': { hwmon: { [coretemp]: virtual('coretemp') } } } },
    class: { hwmon: { [coretemp]: device + coretemp, ...Object.fromEntries(others) } },
  });
  const expected = ['acpi_fan acpi fan', 'it8686 it8686', 'platform_coretemp_0 coretemp'];
  const first = machine('hwmon0', ['hwmon1', virtual('it8686')], ['hwmon2', virtual('acpi fan')]);
  t.same((await labels(t, first)).sort(), expected);
  const second = machine('hwmon7', ['hwmon2', virtual('it8686')], ['hwmon1', virtual('acpi fan')]);
  t.same((await labels(t, second)).sort(), expected);
});

t.test('chips of one name are numbered, one without a name keeps the kernel’s', async (t) => {
  const hwmon = {
    hwmon3: virtual('jc42'),
    hwmon4: virtual('jc42'),
    hwmon5: virtual('jc42'),
    hwmon6: { in0_input: '1\n' },
  };
  t.same(await labels(t, { class: { hwmon } }), ['jc42 jc42', 'jc42_2 jc42', 'jc42_3 jc42', 'hwmon6 ']);
});

t.test('drivers that keep their files in the folder of the device are read there', async (t) => {
  const sys = {
    class: {
      hwmon: {
        hwmon0: {
          device: { name: 'applesmc\n', temp1_input: '51000\n', temp1_label: 'TC0P\n', fan1_input: '2000\n' },
        },
        hwmon1: {
          name: 'f71882fg\n',
          in0_input: '900\n',
          device: { name: 'other\n', in0_input: '1\n', in1_input: '800\n' },
        },
      },
    },
  };
  const { chips } = await sensorsReader(sysMachine(t, sys))();
  const values = chips?.map(({ name, sensors }) => [
    name,
    ...sensors.map((one) => `${one.name} ${one.label ?? ''} ${one.value ?? 'null'}`),
  ]);
  t.same(values, [
    ['applesmc', 'temp1 TC0P 51', 'fan1  2000'],
    ['f71882fg', 'in0  0.9', 'in1  0.8'],
  ]);
});
