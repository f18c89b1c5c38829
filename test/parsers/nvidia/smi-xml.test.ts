import t from 'tap';
import { parseNvidiaSmiXml } from '../../../src/parsers/nvidia/smi-xml.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const memory = (total: string, used: string) =>
  `<fb_memory_usage><total>${total}</total><reserved>1 MiB</reserved><used>${used}</used><free>N/A</free></fb_memory_usage>`;
const instance = `<mig_device><index>2</index><gpu_instance_id>5</gpu_instance_id><compute_instance_id>0</compute_instance_id>${memory('19968 MiB', '12 MiB')}</mig_device>`;
const card = `<gpu id="00000000:01:00.0">
  <product_name>NVIDIA A &amp; B</product_name><uuid>GPU-1</uuid>
  <mig_devices>${instance}</mig_devices>
  <fan_speed>N/A</fan_speed><processes />
  ${memory('81920 MiB', '50 MiB')}
  <bar1_memory_usage><total>1 MiB</total></bar1_memory_usage>
  <utilization><gpu_util>0 %</gpu_util></utilization>
  <temperature><gpu_temp>27 C</gpu_temp></temperature>
  <gpu_power_readings><power_draw>67.03 W</power_draw></gpu_power_readings>
</gpu>`;
const log = (inner: string) =>
  `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">\n<nvidia_smi_log>\n${inner}\n</nvidia_smi_log>\n`;

const parsed = {
  uuid: 'GPU-1',
  pciAddress: '00000000:01:00.0',
  name: 'NVIDIA A & B',
  usagePercent: 0,
  celsius: 27,
  watts: 67.03,
  fanPercent: null,
  memoryTotal: 85_899_345_920,
  memoryUsed: 52_428_800,
  memoryFree: null,
  memoryReserved: 1_048_576,
  migInstances: [
    {
      index: 2,
      id: null,
      name: null,
      gpuInstanceId: 5,
      computeInstanceId: 0,
      memoryTotal: 20_937_965_568,
      memoryUsed: 12_582_912,
      memoryFree: null,
      memoryReserved: 1_048_576,
    },
  ],
};

void t.test('a card and its instances, with each memory its own', (t) => {
  t.same(parseNvidiaSmiXml(log(card)), [parsed]);
  const twice = parseNvidiaSmiXml(log(card + card.replace('GPU-1', 'GPU-2')));
  t.same(twice.map(({ uuid }) => uuid), ['GPU-1', 'GPU-2']); // prettier-ignore
  t.end();
});

void t.test('newer programs name the power drawn otherwise', (t) => {
  const newer = card.replaceAll('power_draw>', 'average_power_draw>');
  t.equal(parseNvidiaSmiXml(log(newer))[0]?.watts, 67.03);
  const older = card.replaceAll('gpu_power_readings', 'power_readings');
  t.equal(parseNvidiaSmiXml(log(older))[0]?.watts, 67.03);
  t.end();
});

void t.test('what is no number in the expected unit is null', (t) => {
  for (const value of ['N/A', '[N/A]', '', '27', '27 F', '[GPU is lost]', '1e3 C', '27 C C']) {
    t.equal(parseNvidiaSmiXml(log(card.replace('27 C', value)))[0]?.celsius, null, value);
  }
  t.end();
});

void t.test('a document that was cut off gives the cards that are whole', (t) => {
  const whole = log(card + card.replace('GPU-1', 'GPU-2'));
  t.same(parseNvidiaSmiXml(whole.slice(0, whole.indexOf('GPU-2') + 40)), [parsed]);
  t.same(parseNvidiaSmiXml(''), []);
  t.same(parseNvidiaSmiXml('No devices were found\n'), []);
  t.same(parseNvidiaSmiXml('<gpu></gpu>'), [], 'of another document');
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parseNvidiaSmiXml, log(card));
  t.end();
});
