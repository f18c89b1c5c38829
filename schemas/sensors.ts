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
      [`${quantity}_${suffix}`]: nullable(unit(`${what}, exactly as the chip says it.`)),
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
    name: nullable(text('The name of the chip or of its driver.', 'coretemp')),
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
    type: nullable(text('What it is.', 'x86_pkg_temp')),
    temperature_celsius: nullable(celsius('Its temperature, exactly as its driver says it.')),
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
    type: nullable(text('What it is: Battery, Mains, USB, UPS, … An open list.', 'Battery')),
    scope: nullable(
      text('"Device" for the battery of a mouse or the like; null or "System" for the machine\'s.'),
    ),
    state: nullable(text('Charging, Discharging, Full, Not charging, … An open list.', 'Discharging')),
    present: nullable(flag('Whether the battery is in its place.')),
    online: nullable(flag('Whether the charger gives power; null for batteries.')),
    charge_percent: nullable(
      percent('How full the battery is: 100 also where it holds more than its gauge expects.', {
        example: 84,
      }),
    ),
    power_watts: nullable(signedWatts('How fast it is charged or discharged now, never negative.')),
    voltage_volts: nullable(signedVolts('Its voltage.')),
    energy_watt_hours: nullable(wattHours('What it holds now.')),
    energy_full_watt_hours: nullable(wattHours('What it holds when full.')),
    energy_full_design_watt_hours: nullable(wattHours('What it held when full and new.')),
    health_percent: nullable(
      openPercent('What it holds when full as a share of what it was built for; a new one may hold more.'),
    ),
    charge_cycles: nullable(count('How often it was charged; null when not told.')),
    empty_in_seconds: nullable(seconds('How long it lasts at this rate; null when it is not discharging.')),
    full_in_seconds: nullable(
      seconds('How long it takes to fill at this rate; null when it is not charging.'),
    ),
    technology: nullable(text('Its chemistry.', 'Li-ion')),
    manufacturer: nullable(text('Who made it.')),
    model: nullable(text('The product.')),
    reason,
  },
  { $id: 'PowerSupply', title: 'PowerSupply', description: 'One battery, charger or other power supply.' },
);
export type PowerSupply = Static<typeof PowerSupply>;

export const SensorsStats = Type.Object(
  {
    chips: list(
      'Every chip that measures; empty where there is none (most virtual machines).',
      ref(SensorChip),
    ),
    thermal_zones: list(
      'Temperatures the kernel or the firmware watches; a chip of the same sensor may stand in `chips`, too.',
      ref(ThermalZone),
    ),
    power_supplies: list('Batteries and chargers.', ref(PowerSupply)),
    sampled_at: sampledAt(),
  },
  {
    $id: 'SensorsStats',
    title: 'SensorsStats',
    description: 'Temperatures, fans, voltages, power and batteries.',
  },
);
export type SensorsStats = Static<typeof SensorsStats>;
