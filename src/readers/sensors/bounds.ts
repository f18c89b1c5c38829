import {
  between,
  Bound,
  celsius,
  coldest,
  hottest,
  percent,
  whole,
  type Implausible,
  type Tell,
} from '../../bounds.js';
import { plausible, type Bounds, type Judged } from '../../plausible.js';
import type { ChipReading, SensorReading } from './chips.js';
import type { PowerSupplyReading, SensorsReading } from './reader.js';
import type { ZoneReading } from './zones.js';

type Kind = SensorReading['kind'];

/** All ones in 32 bits, with and without a sign, are what drivers and firmware (ACPI) give for "no value". */
const marks = [2 ** 32 - 1, 2 ** 31 - 1];

/** From `least` to `most`, and no mark; the driver's own numbers are so many (`scale`) to one. */
function measured(field: string, unit: string, [least, most]: [number, number], scale: number): Bound {
  const range = between(field, unit, least, most);
  return new Bound(field, unit, (value, thing, container) => {
    const isMark = marks.includes(Math.round(value * scale));
    return (
      range.excludes(value, thing, container) ?? (isMark ? 'how drivers say that there is no value' : null)
    );
  });
}

/** What each kind of sensor can measure: up to the mains, a rack and the rails of a processor. */
const sensorBounds: Readonly<Record<Kind, Bound>> = {
  temperature: celsius('temperature_celsius'),
  fan: between('fan_rpm', 'rpm', 0, 60_000),
  voltage: measured('voltage_volts', 'V', [-1_000, 1_000], 1e3),
  power: measured('power_watts', 'W', [-100_000, 100_000], 1e6),
  current: measured('current_amperes', 'A', [-10_000, 10_000], 1e3),
  humidity: percent('humidity_percent'),
};

const zoneBound: Bound = celsius('thermal_zones.temperature_celsius');

const mostWattHours = 1e6;
const wattHours = (field: string) =>
  between<PowerSupplyReading, unknown>(`power_supplies.${field}`, 'Wh', 0, mostWattHours);

/** What a battery or charger can tell. */
const supplyBounds: Bounds<PowerSupplyReading> = {
  percent: percent('power_supplies.charge_percent'),
  volts: between('power_supplies.voltage_volts', 'V', -1_000, 1_000),
  watts: between('power_supplies.power_watts', 'W', 0, 100_000),
  energyWattHours: wattHours('energy_watt_hours'),
  fullWattHours: wattHours('energy_full_watt_hours'),
  designWattHours: wattHours('energy_full_design_watt_hours'),
  cycles: whole('power_supplies.charge_cycles', '', 1e6),
};

/** Every bound of sensors, zones and supplies. */
export const sensorsBounds = { sensors: sensorBounds, zone: zoneBound, supplies: supplyBounds };

/** A reader of sensors whose values are possible; what is not is null there, with its reason beside it. */
export function judgedSensors(
  read: () => SensorsReading | Promise<SensorsReading>,
): () => Promise<Judged<SensorsReading>> {
  return async () => {
    const { chips, zones, supplies } = await read();
    const implausible: Implausible[] = [];
    const tell: Tell = (one) => implausible.push(one);
    return {
      chips: chips?.map((chip) => possibleChip(chip, tell)) ?? null,
      zones: zones?.map((zone) => possibleZone(zone, tell)) ?? null,
      supplies: supplies?.map((supply) => possibleSupply(supply, tell)) ?? null,
      implausible,
    };
  };
}

function possibleChip(chip: ChipReading, tell: Tell): ChipReading {
  const nameOf = ({ name, label }: SensorReading) => [chip.name ?? chip.id, label ?? name].join(' ');
  const sensors = chip.sensors.map((sensor) => ({
    ...sensor,
    ...judgedValue(sensorBounds[sensor.kind], sensor, nameOf(sensor), tell),
    ...{ min: limit(sensor.kind, sensor.min), max: limit(sensor.kind, sensor.max) },
    critical: limit(sensor.kind, sensor.critical),
  }));
  return { ...chip, sensors };
}

/** The value with why it is null. */
function judgedValue<T extends { value: number | null; reason: string | null }>(
  bound: Bound,
  { value, reason }: T,
  of: string,
  tell: Tell,
): Pick<T, 'value' | 'reason'> {
  if (value === null) return { value, reason };
  let why: string | null = null;
  const judged = bound.judge(value, {
    ...{ thing: null, whole: null, of },
    tell: (one) => {
      why = one.reason;
      tell(one);
    },
  });
  return { value: judged, reason: judged === null ? why : reason };
}

/** A limit that cannot be is none: drives without one say 65261.85 °C, or −273.15. */
function limit(kind: Kind, value: number | null): number | null {
  return value === null || sensorBounds[kind].excludes(value, null, null) !== null ? null : value;
}

function possibleZone(zone: ZoneReading, tell: Tell): ZoneReading {
  const { celsius: value, critical } = zone;
  const judged = judgedValue(zoneBound, { ...zone, value }, zone.type ?? zone.name, tell);
  const isLimit = critical !== null && critical >= coldest && critical <= hottest;
  return { ...zone, celsius: judged.value, reason: judged.reason, critical: isLimit ? critical : null };
}

function possibleSupply(supply: PowerSupplyReading, tell: Tell): PowerSupplyReading {
  const reasons: string[] = [];
  const clean = plausible(supply, supplyBounds, {
    ...{ whole: null, of: supply.name },
    tell: (one) => {
      reasons.push(one.reason);
      tell(one);
    },
  });
  return { ...clean, reason: supply.reason ?? (reasons.length === 0 ? null : reasons.join('; ')) };
}
