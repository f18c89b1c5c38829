import type { Host } from '../../host/host.js';
import { parseHwmonValue } from '../../parsers/hwmon.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';
import { sensorDeadline, parsed } from './files.js';
import { fixedOf } from './fixed.js';

/** A place whose temperature the kernel or the firmware watches. */
export interface ZoneReading {
  name: string;
  type: string | null;
  celsius: number | null;
  critical: number | null;
  reason: string | null;
}

type Zone = Pick<ZoneReading, 'name' | 'type' | 'critical'>;

const folder = 'class/thermal';

/** Reads these zones of `/sys/class/thermal` (https://docs.kernel.org/driver-api/thermal/sysfs-api.html). */
export function zonesReader(host: Host): (names: string[]) => Promise<ZoneReading[]> {
  const fixed = fixedOf(host, { folder, nameFile: 'type' }, (name) => zoneOf(host, name));
  return async (names) => {
    const zones = await fixed(names);
    const answers = await host.sys.deviceTexts(
      zones.map(({ name }) => `${folder}/${name}/temp`),
      sensorDeadline,
    );
    return zones.map((zone, index) => {
      const { value, reason } = parsed(answers[index], celsius);
      return { ...zone, celsius: value, reason };
    });
  };
}

async function zoneOf(host: Host, name: string): Promise<Zone> {
  const type = parseSysfsText(host.sys.optional(`${folder}/${name}/type`));
  const trips = host.sys.list(`${folder}/${name}`).filter((file) => /^trip_point_\d+_type$/.test(file));
  const kinds = await host.sys.deviceTexts(
    trips.map((file) => `${folder}/${name}/${file}`),
    sensorDeadline,
  );
  const critical = trips.find((_, index) => parsed(kinds[index], parseSysfsText).value === 'critical');
  if (critical === undefined) return { name, type, critical: null };
  const [limit] = await host.sys.deviceTexts(
    [`${folder}/${name}/${critical.replace('type', 'temp')}`],
    sensorDeadline,
  );
  return { name, type, critical: parsed(limit, celsius).value };
}

function celsius(text: string): number | null {
  return parseHwmonValue('temperature', text);
}
