import {
  family,
  gauge,
  type DomainMetrics,
  type Family,
  type Metric,
  type Sample,
} from '../../../src/exposition/metric.js';
import type { ChipReading, SensorReading } from '../../../src/readers/sensors/chips.js';
import type { SensorsReading } from '../../../src/readers/sensors/reader.js';

const ofSensor = (name: string, help: string) => gauge(name, help, 'chip', 'sensor');
const chipNames = gauge(
  'node_hwmon_chip_names',
  'Annotation metric for human-readable chip names',
  'chip',
  'chip_name',
);
const labels = gauge('node_hwmon_sensor_label', 'Label for given chip and sensor', 'chip', 'sensor', 'label');
const zone = gauge('node_thermal_zone_temp', 'Zone temperature in Celsius', 'zone', 'type');
const capacity = gauge(
  'node_power_supply_capacity',
  'capacity value of /sys/class/power_supply/<power_supply>.',
  'power_supply',
);
const online = gauge(
  'node_power_supply_online',
  'online value of /sys/class/power_supply/<power_supply>.',
  'power_supply',
);

const measures: readonly [SensorReading['kind'], Metric, (sensor: SensorReading) => number | null][] = [
  [
    'temperature',
    ofSensor('node_hwmon_temp_celsius', 'Hardware monitor for temperature (input)'),
    ({ value }) => value,
  ],
  [
    'temperature',
    ofSensor('node_hwmon_temp_max_celsius', 'Hardware monitor for temperature (max)'),
    ({ max }) => max,
  ],
  [
    'temperature',
    ofSensor('node_hwmon_temp_crit_celsius', 'Hardware monitor for temperature (crit)'),
    ({ critical }) => critical,
  ],
  [
    'fan',
    ofSensor('node_hwmon_fan_rpm', 'Hardware monitor for fan revolutions per minute (input)'),
    ({ value }) => value,
  ],
  ['voltage', ofSensor('node_hwmon_in_volts', 'Hardware monitor for voltage (input)'), ({ value }) => value],
  [
    'power',
    ofSensor('node_hwmon_power_watt', 'Hardware monitor for power usage in watts (input)'),
    ({ value }) => value,
  ],
  ['current', ofSensor('node_hwmon_curr_amps', 'Hardware monitor for current (input)'), ({ value }) => value],
];

/** The metrics of sensors under the names of node_exporter. */
export const sensorsMetrics: DomainMetrics<SensorsReading> = {
  metrics: [chipNames, labels, ...measures.map(([, metric]) => metric), zone, capacity, online],
  families: ({ chips, zones, supplies }) => [
    ...chipFamilies(labelled(chips ?? [])),
    family(
      zone,
      (zones ?? []).map(({ name, type, celsius }) => [celsius, name.replace('thermal_zone', ''), type]),
    ),
    family(
      capacity,
      (supplies ?? []).map(({ name, percent }) => [percent, name]),
    ),
    family(
      online,
      (supplies ?? []).map((supply) => [supply.online === null ? null : Number(supply.online), supply.name]),
    ),
  ],
};

type Labelled = readonly [label: string, chip: ChipReading];

/**
 * Each chip with a label that no other has: the same label twice would spoil all metrics. Of several of one name without
 * a device the second has `_2` behind it.
 */
function labelled(chips: readonly ChipReading[]): Labelled[] {
  const used = new Set<string>();
  return chips.map((chip) => {
    const label = chipLabel(chip);
    let own = label;
    for (let number = 2; used.has(own); number += 1) own = `${label}_${number}`;
    used.add(own);
    return [own, chip];
  });
}

function chipFamilies(chips: readonly Labelled[]): Family[] {
  const sensors = chips.flatMap(([chip, { sensors: all }]) => all.map((sensor) => ({ chip, sensor })));
  const named = sensors.filter(({ sensor }) => sensor.label !== null);
  return [
    family(
      chipNames,
      chips.map(([label, { name }]): Sample => [name === null ? null : 1, label, name]),
    ),
    family(
      labels,
      named.map(({ chip, sensor }): Sample => [1, chip, sensor.name, sensor.label]),
    ),
    ...measures.map(([kind, metric, value]) =>
      family(
        metric,
        sensors
          .filter(({ sensor }) => sensor.kind === kind)
          .map(({ chip, sensor }): Sample => [value(sensor), chip, sensor.name]),
      ),
    ),
  ];
}

/**
 * As node_exporter makes it: `platform_coretemp_0` of the device, else the chip's name, which the order in which drivers are
 * loaded does not change; the chip's number where it has neither.
 */
function chipLabel({ id, name, device, bus }: ChipReading): string {
  const parts = [bus, device].map((part) => cleaned(part ?? ''));
  if (device !== null && parts.at(-1) !== '') return parts.filter((part) => part !== '').join('_');
  const own = cleaned(name ?? '');
  return own === '' ? id : own;
}

function cleaned(part: string): string {
  return part
    .toLowerCase()
    .replaceAll(/[^a-z0-9:_]/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}
