import type { Host } from '../host/host.js';
import { hwmonSensors, type HwmonSensor } from '../parsers/hwmon.js';
import { parseSysfsText } from '../parsers/sysfs-number.js';

/** Where the chips stand below /sys. */
export const hwmonFolder = 'class/hwmon';

/** A chip that measures: the files of its sensors, by their paths from its folder. */
export interface HwmonChip {
  /** The name of the driver or chip: `coretemp`. */
  name: string | null;
  sensors: HwmonSensor[];
}

/**
 * Lists a chip's folder in `/sys/class/hwmon` (https://docs.kernel.org/hwmon/sysfs-interface.html) and that of its device,
 * where older drivers (applesmc, f71882fg, sch5627) keep their files.
 */
export function hwmonChip({ sys }: Host, id: string): HwmonChip {
  const folder = `${hwmonFolder}/${id}`;
  const name = (path: string) => parseSysfsText(sys.optional(`${path}/name`));
  const own = hwmonSensors(sys.list(folder));
  const known = new Set(own.map((sensor) => sensor.name));
  const older = hwmonSensors(sys.list(`${folder}/device`)).filter((sensor) => !known.has(sensor.name));
  return {
    name: name(folder) ?? name(`${folder}/device`),
    sensors: [...own, ...older.map(inDevice)],
  };
}

function inDevice(sensor: HwmonSensor): HwmonSensor {
  const below = (file: string | null) => (file === null ? null : `device/${file}`);
  return {
    ...sensor,
    value: `device/${sensor.value}`,
    ...{ label: below(sensor.label), min: below(sensor.min), max: below(sensor.max) },
    critical: below(sensor.critical),
  };
}

/**
 * Whose folder of /sys this is, by what `nameFile` says, the device it belongs to and the kernel's number of the folder
 * itself: drivers that are loaded anew may exchange their numbers.
 */
export function ownerOf({ sys }: Host, folder: string, nameFile: string): string {
  const name = parseSysfsText(sys.optional(`${folder}/${nameFile}`));
  return [name, sys.linkTarget(folder), sys.identity(folder)?.inode].join('\n');
}
