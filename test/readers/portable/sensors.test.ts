import t from 'tap';
import { Failure } from '../../../src/failures.js';
import type { Host } from '../../../src/host/host.js';
import { portableSensorsReader } from '../../../src/readers/portable/sensors.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

type Temperature = Awaited<ReturnType<Host['portable']['cpuTemperature']>>;
type Battery = Awaited<ReturnType<Host['portable']['battery']>>;

const failing = () => Promise.reject(new Failure('failed', 'no'));

function read(temperature: Partial<Temperature> | null, battery: Partial<Battery> | null) {
  const host = recordedHost('darwin-arm64__laptop');
  const portable = {
    ...host.portable,
    cpuTemperature: () => (temperature === null ? failing() : Promise.resolve(temperature as Temperature)),
    battery: () => (battery === null ? failing() : Promise.resolve(battery as Battery)),
  };
  return portableSensorsReader({ ...host, portable })();
}

const none = { hasBattery: false };

t.test("the processor's temperatures; what the library does not know is left out", async (t) => {
  const { chips } = await read({ main: 52.5, cores: [51, 0] }, none);
  t.match(chips, [
    {
      name: 'cpu',
      state: 'ok',
      sensors: [
        { label: 'Processor', value: 52.5 },
        { label: 'Core 0', value: 51 },
      ],
    },
  ]);
  t.equal(chips?.[0]?.sensors.length, 2);
  for (const main of [NaN, 0, -1]) {
    t.same((await read({ main, cores: [] }, none)).chips, []);
  }
});

t.test('a battery with what it holds, in watt-hours where the library has milliwatt-hours', async (t) => {
  const battery = { hasBattery: true, isCharging: false, acConnected: false, percent: 61, cycleCount: 0 };
  const capacities = { currentCapacity: 30_000, maxCapacity: 50_000, designedCapacity: 60_000 };
  const parsed = await read(null, {
    ...battery,
    ...capacities,
    capacityUnit: 'mWh',
    voltage: 12.1,
    type: 'Li-ion',
  });
  t.match(parsed, {
    chips: null,
    supplies: [
      {
        ...{ name: 'battery', status: 'Discharging', percent: 61, volts: 12.1, watts: null, cycles: null },
        ...{ energyWattHours: 30, fullWattHours: 50, designWattHours: 60, technology: 'Li-ion' },
      },
    ],
  });
  const inAmpereHours = await read(null, { ...battery, ...capacities, capacityUnit: 'mAh' });
  t.match(inAmpereHours.supplies, [{ energyWattHours: null }]);
});

t.test('that neither can be asked is a failure, one of them is not', async (t) => {
  await t.rejects(Promise.resolve(read(null, null)), { code: 'failed' });
  t.same(await read(null, none), { chips: null, zones: [], supplies: [] });
});
