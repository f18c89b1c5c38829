import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parseHwmonValue, type HwmonSensor, type SensorKind } from '../../parsers/hwmon.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';
import { hwmonChip, hwmonFolder as folder } from '../hwmon.js';
import { sensorDeadline, parsed } from './files.js';
import { fixedOf } from './fixed.js';

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

/** What of a chip stays: everything but the values. */
interface Chip extends Pick<ChipReading, 'id' | 'name' | 'device' | 'bus'> {
  sensors: { files: HwmonSensor; fixed: Omit<SensorReading, 'value' | 'reason'> }[];
}

/** Reads these chips of `/sys/class/hwmon` (https://docs.kernel.org/hwmon/sysfs-interface.html). */
export function chipsReader(host: Host): (ids: string[]) => Promise<ChipReading[]> {
  const stateOf = chipStates(host);
  const chips = fixedOf(host, { folder, nameFile: 'name' }, (id) => chipOf(host, id, stateOf));
  return async (ids) => values(host, await chips(ids), stateOf);
}

type StateOf = (id: string) => ChipReading['state'];

async function values(host: Host, chips: Chip[], stateOf: StateOf): Promise<ChipReading[]> {
  const states = chips.map(({ id }) => stateOf(id));
  const awake = chips.filter((_, index) => states[index] === 'ok');
  const files = awake.flatMap(({ id, sensors }) =>
    sensors.map((one) => `${folder}/${id}/${one.files.value}`),
  );
  const answers = await host.sys.deviceTexts(files, sensorDeadline);
  const byFile = new Map(files.map((file, index) => [file, answers[index]]));
  return chips.map(({ id, sensors, ...chip }, index) => {
    const state = states[index] ?? 'ok';
    const read = ({ files: { value }, fixed }: Chip['sensors'][number]): SensorReading => {
      if (state === 'asleep')
        return { ...fixed, value: null, reason: 'its device is asleep and is not woken' };
      const answer = byFile.get(`${folder}/${id}/${value}`);
      return { ...fixed, ...parsed(answer, (text) => parseHwmonValue(fixed.kind, text)) };
    };
    return { id, ...chip, state, sensors: sensors.map(read) };
  });
}

/**
 * The state of a device's power management is the kernel's own knowledge: asking for it wakes nothing. Where it cannot be
 * read it is as it was, since reading the sensors of one that sleeps would wake it.
 */
function chipStates({ sys }: Host): StateOf {
  const known = new Map<string, ChipReading['state']>();
  return (id) => {
    const status = sys.textAnswer(`${folder}/${id}/device/power/runtime_status`);
    if (status instanceof Failure) return known.get(id) ?? 'ok';
    const state = status?.trim() === 'suspended' ? 'asleep' : 'ok';
    known.set(id, state);
    return state;
  };
}

async function chipOf(host: Host, id: string, stateOf: StateOf): Promise<Chip> {
  const { name, sensors } = hwmonChip(host, id);
  const fixed =
    stateOf(id) === 'asleep'
      ? sensors.map((files) => ({ files, fixed: unlabelled(files) }))
      : await sensorsOf(host, id, sensors);
  return { id, name, ...placeOf(host.sys.linkTarget(`${folder}/${id}`)), sensors: fixed };
}

async function sensorsOf(host: Host, id: string, sensors: HwmonSensor[]): Promise<Chip['sensors']> {
  const files = sensors.flatMap(({ label, min, max, critical }) => [label, min, max, critical]);
  const present = files.filter((file) => file !== null);
  const answers = await host.sys.deviceTexts(
    present.map((file) => `${folder}/${id}/${file}`),
    sensorDeadline,
  );
  const texts = new Map(present.map((file, index) => [file, answers[index]]));
  return sensors.map((sensor) => {
    const limit = (file: string | null) =>
      parsed(file === null ? null : texts.get(file), (text) => parseHwmonValue(sensor.kind, text)).value;
    const label = parsed(sensor.label === null ? null : texts.get(sensor.label), parseSysfsText).value;
    const limits = { min: limit(sensor.min), max: limit(sensor.max), critical: limit(sensor.critical) };
    return { files: sensor, fixed: { kind: sensor.kind, name: sensor.name, label, ...limits } };
  });
}

function unlabelled({ kind, name }: HwmonSensor) {
  return { kind, name, label: null, min: null, max: null, critical: null };
}

/** `…/devices/platform/coretemp.0/hwmon/hwmon2` → `coretemp.0` on `platform`. */
function placeOf(target: string | null): { device: string | null; bus: string | null } {
  const parts = target?.split('/').slice(0, -1) ?? [];
  if (parts.at(-1) === 'hwmon') parts.pop();
  const [bus = null, device = null] = parts.slice(-2);
  // A chip of no device stands below /sys/devices/virtual.
  return device === null || device === 'virtual' ? { device: null, bus: null } : { device, bus };
}
