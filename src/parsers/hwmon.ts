import { parseSysfsNumber } from './sysfs-number.js';

export type SensorKind = 'temperature' | 'fan' | 'voltage' | 'power' | 'current' | 'humidity';

/** One sensor of a chip: the files in the chip's folder that tell of it; null for those the driver does not have. */
export interface HwmonSensor {
  kind: SensorKind;
  /** The driver's own name: `temp1`. */
  name: string;
  value: string;
  label: string | null;
  min: string | null;
  max: string | null;
  critical: string | null;
}

interface Form {
  kind: SensorKind;
  /** The driver's numbers are so many to one °C, V, A, W, % or revolution a minute. */
  scale: number;
}

const forms: Record<string, Form> = {
  temp: { kind: 'temperature', scale: 1_000 },
  fan: { kind: 'fan', scale: 1 },
  in: { kind: 'voltage', scale: 1_000 },
  power: { kind: 'power', scale: 1_000_000 },
  curr: { kind: 'current', scale: 1_000 },
  humidity: { kind: 'humidity', scale: 1_000 },
};

const valueFile = /^((temp|fan|in|power|curr|humidity)(\d{1,3}))_(?:input|average)$/;

/**
 * The sensors of a chip, from the names of the files in its folder
 * (https://docs.kernel.org/hwmon/sysfs-interface.html), by kind and number.
 */
export function hwmonSensors(files: readonly string[]): HwmonSensor[] {
  const present = new Set(files);
  const sensors = new Map<string, { sensor: HwmonSensor; order: number }>();
  for (const file of files) {
    const [, name, prefix = '', number] = valueFile.exec(file) ?? [];
    const form = forms[prefix];
    // Some power sensors have both: what is measured now comes before its mean.
    if (name === undefined || form === undefined || (sensors.has(name) && !file.endsWith('_input'))) continue;
    const either = (...ends: string[]) =>
      ends.map((end) => `${name}_${end}`).find((one) => present.has(one)) ?? null;
    const limits = { min: either('min'), max: either('max', 'cap'), critical: either('crit') };
    const order = Object.keys(forms).indexOf(prefix) * 1_000 + Number(number);
    sensors.set(name, {
      sensor: { kind: form.kind, name, value: file, label: either('label'), ...limits },
      order,
    });
  }
  return [...sensors.values()].sort((a, b) => a.order - b.order).map(({ sensor }) => sensor);
}

/** The number of a sensor's file in °C, revolutions a minute, V, W, A or %; null when it is none. */
export function parseHwmonValue(kind: SensorKind, text: string | null): number | null {
  const raw = parseSysfsNumber(text);
  const form = Object.values(forms).find((one) => one.kind === kind);
  return raw === null || form === undefined ? null : raw / form.scale;
}
