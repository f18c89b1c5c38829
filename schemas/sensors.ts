import { Type, type Static, type TSchema } from '@sinclair/typebox';
import {
  amperes,
  celsius,
  count,
  flag,
  list,
  nullable,
  oneOf,
  openPercent,
  percent,
  ref,
  rpm,
  sampledAt,
  seconds,
  signedVolts,
  signedWatts,
  text,
  wattHours,
} from './units.js';

const reason = nullable(text('Why there is no value, in a sentence; null when there is one.'));

/** The names of a sensor's values: what it says and its limits. */
export type SensorField<
  Q extends string,
  U extends string,
> = `${Q}_${'' | 'min_' | 'max_' | 'critical_'}${U}`;

/** One sensor of a chip: `unit` makes the fields of its values, called `<quantity>_<suffix>`. */
const sensor = <V extends TSchema, Q extends string, U extends string>(
  id: string,
  what: string,
  quantity: Q,
  suffix: U,
  unit: (description: string) => V,
) =>
  Type.Object(
    {
      name: text("The driver's own name of the sensor.", 'temp1'),
      label: nullable(text('What it measures, as the driver says; null when it does not.', 'Package id 0')),
      [`${quantity}_${suffix}`]: nullable(
        unit(`${what}, as the chip says it, to a thousandth.`),
        'when it could not be read, as `reason` says',
      ),
      [`${quantity}_min_${suffix}`]: nullable(unit('The lower limit; null when none is told.')),
      [`${quantity}_max_${suffix}`]: nullable(unit('The upper limit; null when none is told.')),
      [`${quantity}_critical_${suffix}`]: nullable(
        unit('The limit at which the hardware takes measures; null when none is told.'),
      ),
      reason,
    } as Record<'name', ReturnType<typeof text>> &
      Record<'label' | 'reason', typeof reason> &
      Record<SensorField<Q, U>, ReturnType<typeof nullable<V>>>,
    { $id: id, title: id, description: `${what}, by one sensor.` },
  );

export const TemperatureSensor = sensor(
  'TemperatureSensor',
  'The temperature',
  'temperature',
  'celsius',
  celsius,
);
export const FanSensor = sensor('FanSensor', 'The speed of a fan', 'fan', 'rpm', rpm);
export const VoltageSensor = sensor('VoltageSensor', 'A voltage', 'voltage', 'volts', signedVolts);
export const PowerSensor = sensor('PowerSensor', 'The power drawn', 'power', 'watts', signedWatts);
export const CurrentSensor = sensor('CurrentSensor', 'A current', 'current', 'amperes', amperes);
export const HumiditySensor = sensor(
  'HumiditySensor',
  'The relative humidity',
  'humidity',
  'percent',
  percent,
);

export const SensorChip = Type.Object(
  {
    id: text("The kernel's number of the chip, which may differ after the next start.", 'hwmon2'),
    name: nullable(text('The name of the chip or of its driver.', 'coretemp'), 'when it has none'),
    device: nullable(text('The device it belongs to; null when it has none.', 'coretemp.0')),
    bus: nullable(text('Where that device sits; null when it has none.', 'platform')),
    state: oneOf('"asleep": its device is switched off to save power, and is not woken for its sensors.', [
      'ok',
      'asleep',
    ]),
    temperatures: list('Its temperature sensors.', ref(TemperatureSensor)),
    fans: list('Its fans.', ref(FanSensor)),
    voltages: list('Its voltages.', ref(VoltageSensor)),
    powers: list('Its power meters.', ref(PowerSensor)),
    currents: list('Its current sensors.', ref(CurrentSensor)),
    humidities: list('Its humidity sensors.', ref(HumiditySensor)),
  },
  { $id: 'SensorChip', title: 'SensorChip', description: 'One chip that measures (hwmon), and its sensors.' },
);
export type SensorChip = Static<typeof SensorChip>;

export const ThermalZone = Type.Object(
  {
    name: text("The kernel's name of the zone.", 'thermal_zone0'),
    type: nullable(text('What it is.', 'x86_pkg_temp'), 'when it could not be read'),
    temperature_celsius: nullable(
      celsius('Its temperature, as its driver says it, to a thousandth.'),
      'when it could not be read, as `reason` says',
    ),
    temperature_critical_celsius: nullable(
      celsius('The temperature at which the machine is switched off; null when none is told.'),
    ),
    reason,
  },
  {
    $id: 'ThermalZone',
    title: 'ThermalZone',
    description: 'One place whose temperature the kernel or the firmware watches.',
  },
);
export type ThermalZone = Static<typeof ThermalZone>;

export const PowerSupply = Type.Object(
  {
    name: text("The kernel's name of it.", 'BAT0'),
    type: nullable(
      text('What it is: Battery, Mains, USB, UPS, … An open list.', 'Battery'),
      'when it could not be read, as `reason` says',
    ),
    scope: nullable(
      text('"Device" for the battery of a mouse or the like, "System" for that of the machine.'),
      'where its driver does not tell it, as of most batteries of machines',
    ),
    state: nullable(
      text('Charging, Discharging, Full, Not charging, … An open list.', 'Discharging'),
      'where its driver does not tell it',
    ),
    present: nullable(flag('Whether the battery is in its place.'), 'where its driver does not tell it'),
    online: nullable(flag('Whether the charger gives power; null for batteries.')),
    charge_percent: nullable(
      percent('How full the battery is: 100 also where it holds more than its gauge expects.', {
        example: 84,
      }),
      'for what is no battery, and where its driver does not tell it',
    ),
    power_watts: nullable(
      signedWatts('How fast it is charged or discharged now, never negative.'),
      'where its driver does not tell it',
    ),
    voltage_volts: nullable(signedVolts('Its voltage.'), 'where its driver does not tell it'),
    energy_watt_hours: nullable(wattHours('What it holds now.'), 'where its driver does not tell it'),
    energy_full_watt_hours: nullable(
      wattHours('What it holds when full.'),
      'where its driver does not tell it',
    ),
    energy_full_design_watt_hours: nullable(
      wattHours('What it held when full and new.'),
      'where its driver does not tell it',
    ),
    health_percent: nullable(
      openPercent('What it holds when full as a share of what it was built for; a new one may hold more.'),
      'when one of the two is not known',
    ),
    charge_cycles: nullable(count('How often it was charged; null when not told.')),
    empty_in_seconds: nullable(seconds('How long it lasts at this rate; null when it is not discharging.')),
    full_in_seconds: nullable(
      seconds('How long it takes to fill at this rate; null when it is not charging.'),
    ),
    technology: nullable(text('Its chemistry.', 'Li-ion'), 'where its driver does not tell it'),
    manufacturer: nullable(text('Who made it.'), 'where its driver does not tell it'),
    model: nullable(text('The product.'), 'where its driver does not tell it'),
    reason,
  },
  { $id: 'PowerSupply', title: 'PowerSupply', description: 'One battery, charger or other power supply.' },
);
export type PowerSupply = Static<typeof PowerSupply>;

export const SensorsStats = Type.Object(
  {
    chips: nullable(
      list(
        'Every chip that measures; empty where there is none (most virtual machines), null where their list cannot be read.',
        ref(SensorChip),
      ),
    ),
    thermal_zones: nullable(
      list(
        'Temperatures the kernel or the firmware watches; a chip of the same sensor may stand in `chips`, too. Null where ' +
          'their list cannot be read.',
        ref(ThermalZone),
      ),
    ),
    power_supplies: nullable(
      list('Batteries and chargers; null where their list cannot be read.', ref(PowerSupply)),
    ),
    sampled_at: sampledAt(),
  },
  {
    $id: 'SensorsStats',
    title: 'SensorsStats',
    description: 'Temperatures, fans, voltages, power and batteries.',
  },
);
export type SensorsStats = Static<typeof SensorsStats>;
