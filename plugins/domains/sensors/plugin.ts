import {
  CurrentSensor,
  FanSensor,
  HumiditySensor,
  PowerSensor,
  PowerSupply,
  SensorChip,
  SensorsStats,
  TemperatureSensor,
  ThermalZone,
  VoltageSensor,
} from '../../../schemas/sensors.js';
import type { Form } from '../../../schemas/units.js';
import { portableSensorsReader } from '../../../src/readers/portable/sensors.js';
import { judgedSensors } from '../../../src/readers/sensors/bounds.js';
import type { ChipReading, SensorReading } from '../../../src/readers/sensors/chips.js';
import type { ZoneReading } from '../../../src/readers/sensors/zones.js';
import { sensorsReader, type PowerSupplyReading } from '../../../src/readers/sensors/reader.js';
import { domain } from '../../core/domain/domain.js';
import { ratioOf, remainderOf, shownAs } from '../../core/domain/rounding.js';
import { sensorsMetrics } from './metrics.js';

/** `/stats/sensors`: what the chips of the machine measure. */
export const sensors = domain({
  name: 'sensors',
  summary: 'Temperatures, fans, voltages, power and batteries',
  description:
    'What every chip says, by chip (Linux hwmon), thermal zones and power supplies. Values are passed on as the ' +
    'driver gives them: a sensor that nothing is connected to may say 0 V, which only the maker of the board can ' +
    'tell from a measurement. Null is what the driver could not read, and what cannot be (65535 °C, −128 °C, ' +
    '4294967.295 W), with the reason. Some chips are slow to ask, so they are read only while somebody asks, every five seconds at most; a device that is asleep is not woken.',
  tag: 'Host',
  schema: SensorsStats,
  components: [
    ...[TemperatureSensor, FanSensor, VoltageSensor, PowerSensor, CurrentSensor, HumiditySensor],
    ...[SensorChip, ThermalZone, PowerSupply],
  ],
  atMostEvery: 5,
  // Labels, limits and values are read one after the other, each within a second.
  deadline: 4,
  reader: (host) =>
    judgedSensors(host.platform === 'linux' ? sensorsReader(host) : portableSensorsReader(host)),
  implausible: ({ implausible }) => implausible,
  present: ({ chips, zones, supplies }) => ({
    chips: chips?.map(presentChip) ?? null,
    thermal_zones: zones?.map(presentZone) ?? null,
    power_supplies: supplies?.map(presentSupply) ?? null,
  }),
  metrics: sensorsMetrics,
});

function presentChip({ id, name, device, bus, state, sensors: all }: ChipReading): SensorChip {
  const of = <Q extends SensorReading['kind'], U extends Form>(quantity: Q, unit: U) =>
    all.filter(({ kind }) => kind === quantity).map((sensor) => presentSensor(sensor, quantity, unit));
  return {
    ...{ id, name, device, bus, state },
    temperatures: of('temperature', 'celsius'),
    fans: of('fan', 'rpm'),
    voltages: of('voltage', 'volts'),
    powers: of('power', 'watts'),
    currents: of('current', 'amperes'),
    humidities: of('humidity', 'percent'),
  };
}

function presentZone({ name, type, celsius, critical, reason }: ZoneReading): ThermalZone {
  return {
    ...{ name, type },
    temperature_celsius: shownAs('celsius', celsius),
    temperature_critical_celsius: shownAs('celsius', critical),
    reason,
  };
}

function presentSensor<Q extends string, U extends Form>(
  { name, label, value, min, max, critical, reason }: SensorReading,
  quantity: Q,
  unit: U,
) {
  return {
    ...{ name, label },
    ...keyed(`${quantity}_${unit}`, shownAs(unit, value)),
    ...keyed(`${quantity}_min_${unit}`, shownAs(unit, min)),
    ...keyed(`${quantity}_max_${unit}`, shownAs(unit, max)),
    ...keyed(`${quantity}_critical_${unit}`, shownAs(unit, critical)),
    reason,
  };
}

/** A value under a name that is a unit's: the compiler knows of a computed name only that it is a text. */
function keyed<K extends string>(name: K, value: number | null): Record<K, number | null> {
  return Object.fromEntries([[name, value]]) as Record<K, number | null>;
}

function presentSupply(supply: PowerSupplyReading): PowerSupply {
  const { watts, energyWattHours: energy, fullWattHours: full, designWattHours: design } = supply;
  const missing = remainderOf(full, energy);
  // New batteries hold more than they were designed for.
  const health = ratioOf(full, design);
  return {
    name: supply.name,
    type: supply.type,
    scope: supply.scope,
    state: supply.status,
    present: supply.present,
    online: supply.online,
    charge_percent: shownAs('percent', supply.percent),
    power_watts: shownAs('watts', watts),
    voltage_volts: shownAs('volts', supply.volts),
    energy_watt_hours: shownAs('wattHours', energy),
    energy_full_watt_hours: shownAs('wattHours', full),
    energy_full_design_watt_hours: shownAs('wattHours', design),
    health_percent: health === null ? null : shownAs('percent', health * 100),
    charge_cycles: supply.cycles,
    empty_in_seconds: supply.status === 'Discharging' ? secondsAt(energy, watts) : null,
    full_in_seconds: supply.status === 'Charging' ? secondsAt(missing, watts) : null,
    technology: supply.technology,
    manufacturer: supply.manufacturer,
    model: supply.model,
    reason: supply.reason,
  };
}

function secondsAt(wattHours: number | null, watts: number | null): number | null {
  const hours = ratioOf(wattHours, watts);
  return hours === null ? null : Math.round(hours * 3600);
}
