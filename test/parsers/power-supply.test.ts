import t from 'tap';
import { parsePowerSupply } from '../../src/parsers/power-supply.js';
import { blanks, neverThrows, staysQuick } from '../helpers/parsers/parser-contract.js';

const battery = `DEVTYPE=power_supply
POWER_SUPPLY_NAME=BAT0
POWER_SUPPLY_TYPE=Battery
POWER_SUPPLY_STATUS=Discharging
POWER_SUPPLY_PRESENT=1
POWER_SUPPLY_TECHNOLOGY=Li-poly
POWER_SUPPLY_CYCLE_COUNT=212
POWER_SUPPLY_VOLTAGE_MIN_DESIGN=15400000
POWER_SUPPLY_VOLTAGE_NOW=16012000
POWER_SUPPLY_POWER_NOW=7654000
POWER_SUPPLY_ENERGY_FULL_DESIGN=57000000
POWER_SUPPLY_ENERGY_FULL=51300000
POWER_SUPPLY_ENERGY_NOW=43092000
POWER_SUPPLY_CAPACITY=84
POWER_SUPPLY_MODEL_NAME=5B10W13930
POWER_SUPPLY_MANUFACTURER=SMP
POWER_SUPPLY_SERIAL_NUMBER= 1234
`;

void t.test('a battery in watt-hours', async (t) => {
  t.same(parsePowerSupply(battery), {
    ...{ type: 'Battery', scope: null, status: 'Discharging', present: true, online: null, percent: 84 },
    ...{ volts: 16.012, watts: 7.654, energyWattHours: 43.092, fullWattHours: 51.3, designWattHours: 57 },
    ...{ cycles: 212, technology: 'Li-poly', manufacturer: 'SMP', model: '5B10W13930' },
  });
});

void t.test(
  'one in ampere-hours is meant at the voltage it was designed for; what flows out has no sign',
  async (t) => {
    const text = `POWER_SUPPLY_VOLTAGE_MIN_DESIGN=11400000
POWER_SUPPLY_VOLTAGE_NOW=12000000
POWER_SUPPLY_CURRENT_NOW=-1500000
POWER_SUPPLY_CHARGE_NOW=2000000
POWER_SUPPLY_CHARGE_FULL=4000000
`;
    t.match(parsePowerSupply(text), {
      watts: 18,
      energyWattHours: 22.8,
      fullWattHours: 45.6,
      designWattHours: null,
    });
  },
);

void t.test('a charger, and nothing at all', async (t) => {
  t.match(parsePowerSupply('POWER_SUPPLY_TYPE=Mains\nPOWER_SUPPLY_ONLINE=0\n'), {
    type: 'Mains',
    online: false,
  });
  t.ok(
    Object.values(parsePowerSupply('')).every((value) => value === null),
    'all unknown',
  );
  t.match(parsePowerSupply('POWER_SUPPLY_CAPACITY=full\nPOWER_SUPPLY_ENERGY_N'), { percent: null });
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parsePowerSupply, battery));

void t.test('blanks within a line cost no more than their number', async (t) => {
  staysQuick(t, parsePowerSupply, `POWER_SUPPLY_NAME=BAT0${blanks}x`);
});
