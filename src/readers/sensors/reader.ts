import type { Host } from '../../host/host.js';
import { parsePowerSupply, type PowerSupply } from '../../parsers/power-supply.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';
import type { Reader } from '../reader.js';
import { chipsReader, type ChipReading } from './chips.js';
import { sensorDeadline, sensorNames, parsed } from './files.js';
import { zonesReader, type ZoneReading } from './zones.js';

export interface PowerSupplyReading extends PowerSupply {
  name: string;
  reason: string | null;
}

/** Null for what cannot be listed. */
export interface SensorsReading {
  chips: ChipReading[] | null;
  zones: ZoneReading[] | null;
  supplies: PowerSupplyReading[] | null;
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
      names.chips === null ? null : chips(names.chips),
      names.zones === null ? null : zones(names.zones),
      names.supplies === null ? null : powerSupplies(host, names.supplies),
    ]);
    return { chips: allChips, zones: allZones, supplies };
  };
}

async function powerSupplies(host: Host, names: string[]): Promise<PowerSupplyReading[]> {
  const files = names.map((name) => `class/power_supply/${name}/uevent`);
  const answers = await host.sys.deviceTexts(files, sensorDeadline);
  return names.map((name, index) => {
    const { value, reason } = parsed(answers[index], parseSysfsText);
    return { name, ...parsePowerSupply(value ?? ''), reason };
  });
}
