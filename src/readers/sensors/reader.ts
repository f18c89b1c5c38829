import type { Host } from '../../host/host.js';
import type { SensorKind } from '../../parsers/hwmon.js';
import { parsePowerSupply, type PowerSupply } from '../../parsers/power-supply.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';
import type { Reader } from '../reader.js';
import { chipsReader } from './chips.js';
import { sensorDeadline, sensorNames, told } from './files.js';
import { zonesReader } from './zones.js';

/** What one sensor measures, in °C, revolutions a minute, V, W, A or %; null for what its driver does not tell. */
export interface SensorReading {
  kind: SensorKind;
  name: string;
  label: string | null;
  value: number | null;
  /** Why there is no value; null when there is. */
  reason: string | null;
  min: number | null;
  max: number | null;
  critical: number | null;
}

/** A chip that measures, and its sensors. */
export interface ChipReading {
  /** The kernel's number of it, which may differ after the next start: `hwmon2`. */
  id: string;
  /** The name of the driver or chip: `coretemp`. */
  name: string | null;
  /** What it belongs to, and where that sits: `coretemp.0` on `platform`. */
  device: string | null;
  bus: string | null;
  /** `asleep`: its device is switched off to save power, and reading its sensors would wake it. */
  state: 'ok' | 'asleep';
  sensors: SensorReading[];
}

/** A place whose temperature the kernel or the firmware watches. */
export interface ZoneReading {
  name: string;
  type: string | null;
  celsius: number | null;
  critical: number | null;
  reason: string | null;
}

export interface PowerSupplyReading extends PowerSupply {
  name: string;
  reason: string | null;
}

export interface SensorsReading {
  chips: ChipReading[];
  zones: ZoneReading[];
  supplies: PowerSupplyReading[];
}

/**
 * Reads `/sys/class/hwmon`, `/sys/class/thermal` and `/sys/class/power_supply`, through a helper process, because
 * drivers may be slow or hang: a file that does not answer within a second costs only its own value.
 */
export function sensorsReader(host: Host): Reader<SensorsReading> {
  const chips = chipsReader(host);
  const zones = zonesReader(host);
  return async () => {
    const names = sensorNames(host);
    const [allChips, allZones, supplies] = await Promise.all([
      chips(names.chips),
      zones(names.zones),
      powerSupplies(host, names.supplies),
    ]);
    return { chips: allChips, zones: allZones, supplies };
  };
}

async function powerSupplies(host: Host, names: string[]): Promise<PowerSupplyReading[]> {
  const files = names.map((name) => `class/power_supply/${name}/uevent`);
  const answers = await host.sys.deviceTexts(files, sensorDeadline);
  return names.map((name, index) => {
    const { value, reason } = told(answers[index], parseSysfsText);
    return { name, ...parsePowerSupply(value ?? ''), reason };
  });
}
