import { renameSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { sensorsReader } from '../../../src/readers/sensors/reader.js';
import { hanging, sysFolder, sysMachine, writeFolder } from '../../helpers/machines/sys-machine.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

const coretemp = {
  name: 'coretemp\n',
  temp1_input: '45000\n',
  temp1_label: 'Package id 0\n',
  temp1_max: '80000\n',
  temp1_crit: '100000\n',
  temp2_input: '-128000\n',
};
const board = { name: 'nct6798\n', fan1_input: '0\n', in0_input: '896\n', in1_input: 'N/A\n' };

void t.test(
  'every chip with its sensors, their labels and limits; values as the chip says them',
  async (t) => {
    const host = sysMachine(t, {
      devices: { platform: { 'coretemp.0': { hwmon: { hwmon0: coretemp } } } },
      class: { hwmon: { hwmon0: '-> ../../devices/platform/coretemp.0/hwmon/hwmon0', hwmon1: board } },
    });
    const none = { label: null, min: null, max: null, critical: null };
    t.same((await sensorsReader(host)()).chips, [
      {
        ...{ id: 'hwmon0', name: 'coretemp', device: 'coretemp.0', bus: 'platform', state: 'ok' },
        sensors: [
          {
            ...{ kind: 'temperature', name: 'temp1', label: 'Package id 0', value: 45, reason: null },
            ...{ min: null, max: 80, critical: 100 },
          },
          { ...none, kind: 'temperature', name: 'temp2', value: -128, reason: null },
        ],
      },
      {
        ...{ id: 'hwmon1', name: 'nct6798', device: null, bus: null, state: 'ok' },
        sensors: [
          { ...none, kind: 'fan', name: 'fan1', value: 0, reason: null },
          { ...none, kind: 'voltage', name: 'in0', value: 0.896, reason: null },
          {
            ...{ ...none, kind: 'voltage', name: 'in1', value: null },
            reason: 'what its driver gives is not understood',
          },
        ],
      },
    ]);
  },
);

void t.test('a sensor that hangs costs only its own value, and is not opened again', async (t) => {
  const machine = sysMachine(t, { class: { hwmon: { hwmon0: coretemp, hwmon1: board } } });
  const { host, opened } = hanging(machine, (path) => path.endsWith('hwmon0/temp1_input'));
  const read = sensorsReader(host);
  const [first] = (await host.clock.until(Promise.resolve(read()))).chips ?? [];
  t.match(first?.sensors, [
    { value: null, reason: '/sys/class/hwmon/hwmon0/temp1_input did not answer within 1 s', max: 80 },
    { value: -128 },
  ]);
  t.match(
    (await read()).chips?.[0]?.sensors,
    [{ value: null }, { value: -128 }],
    'at once: the clock stands still',
  );
  t.equal(opened.filter((path) => path.endsWith('temp1_input')).length, 1);
});

void t.test('a device that is asleep is not woken for its sensors', async (t) => {
  const asleep = { ...coretemp, device: { power: { runtime_status: 'suspended\n' } } };
  const machine = sysMachine(t, { class: { hwmon: { hwmon0: asleep } } });
  const { host, opened } = hanging(machine, () => false);
  const [chip] = (await sensorsReader(host)()).chips ?? [];
  t.match(chip, { state: 'asleep', sensors: [{ value: null, reason: /asleep/ }, { value: null }] });
  t.same(opened, []);
});

void t.test('labels and limits are read once a minute, values each time', async (t) => {
  const machine = sysMachine(t, { class: { hwmon: { hwmon0: coretemp } } });
  const { host, opened } = hanging(machine, () => false);
  const read = sensorsReader(host);
  await read();
  opened.length = 0;
  await read();
  t.same(opened, ['class/hwmon/hwmon0/temp1_input', 'class/hwmon/hwmon0/temp2_input']);
  await host.clock.advance(60_000);
  await read();
  t.ok(opened.includes('class/hwmon/hwmon0/temp1_label'));
});

void t.test(
  'numbers that two chips or zones exchange are those of the others at the next reading',
  async (t) => {
    const zone = (type: string, temp: string) => ({ type: `${type}\n`, temp: `${temp}\n` });
    const folder = sysFolder(t, {
      class: {
        hwmon: {
          hwmon3: { ...coretemp },
          hwmon4: { ...board, temp1_input: '31000\n' },
          hwmon5: { ...coretemp, temp1_input: '61000\n' },
        },
        thermal: { thermal_zone0: zone('acpitz', '20000'), thermal_zone1: zone('x86_pkg_temp', '70000') },
      },
    });
    const exchange = (one: string, other: string) => {
      const at = (name: string) => join(folder, 'sys/class', name);
      renameSync(at(one), at('kept'));
      renameSync(at(other), at(one));
      renameSync(at('kept'), at(other));
    };
    const read = sensorsReader(recordedHost(folder));
    const shown = async () => {
      const { chips, zones } = await read();
      const first = (chips ?? []).map(({ id, name, sensors }) => {
        const { label, value } = sensors.find((sensor) => sensor.name === 'temp1') ?? {};
        return [id, name, label, value];
      });
      return [...first, ...(zones ?? []).map(({ name, type, celsius }) => [name, type, celsius])];
    };
    const [package0, other] = ['Package id 0', null];
    t.same(await shown(), [
      ...[
        ['hwmon3', 'coretemp', package0, 45],
        ['hwmon4', 'nct6798', other, 31],
        ['hwmon5', 'coretemp', package0, 61],
      ],
      ...[
        ['thermal_zone0', 'acpitz', 20],
        ['thermal_zone1', 'x86_pkg_temp', 70],
      ],
    ]);
    exchange('hwmon/hwmon3', 'hwmon/hwmon4');
    exchange('thermal/thermal_zone0', 'thermal/thermal_zone1');
    t.same(await shown(), [
      ...[
        ['hwmon3', 'nct6798', other, 31],
        ['hwmon4', 'coretemp', package0, 45],
        ['hwmon5', 'coretemp', package0, 61],
      ],
      ...[
        ['thermal_zone0', 'x86_pkg_temp', 70],
        ['thermal_zone1', 'acpitz', 20],
      ],
    ]);
    writeFolder(join(folder, 'sys/class/hwmon/hwmon3'), { name: 'k10temp\n', temp1_label: 'Tctl\n' });
    t.match((await shown())[0], ['hwmon3', 'k10temp', 'Tctl', 31], 'another chip in the same folder');
  },
);

void t.test('zones have the temperature at which the machine is switched off', async (t) => {
  const zone = {
    type: 'x86_pkg_temp\n',
    temp: '47000\n',
    trip_point_0_type: 'passive\n',
    trip_point_0_temp: '90000\n',
    trip_point_1_type: 'critical\n',
    trip_point_1_temp: '105000\n',
  };
  const host = sysMachine(t, {
    class: { thermal: { thermal_zone0: zone, thermal_zone1: { type: 'iwlwifi\n' }, cooling_device0: {} } },
  });
  t.same((await sensorsReader(host)()).zones, [
    { name: 'thermal_zone0', type: 'x86_pkg_temp', celsius: 47, critical: 105, reason: null },
    {
      ...{ name: 'thermal_zone1', type: 'iwlwifi', celsius: null, critical: null },
      reason: 'its driver gives no value now',
    },
  ]);
});

void t.test('batteries and chargers are told by name', async (t) => {
  const uevent = 'POWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_CAPACITY=84\n';
  const folder = sysFolder(t, { class: { power_supply: { BAT0: { uevent }, AC: {} } } });
  t.match((await sensorsReader(recordedHost(folder))()).supplies, [
    { name: 'AC', type: null, reason: 'its driver gives no value now' },
    { name: 'BAT0', type: 'Battery', percent: 84, reason: null },
  ]);
});

void t.test('a machine without sensors has none', async (t) => {
  t.same(await sensorsReader(sysMachine(t, {}))(), { chips: [], zones: [], supplies: [] });
});
