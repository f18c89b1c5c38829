import { parseIntelThrottleReason } from '../../../parsers/intel/throttle-reason.js';
import type { ThrottleReason } from '../../../parsers/throttle-reason.js';
import { parsePcieSpeed, parsePcieWidth } from '../../../parsers/pci/link.js';
import type { CardFiles } from '../drm/files.js';
import { drmSensors, type DrmSensors } from '../drm/sensors.js';
import { intelMemoryKind, type IntelCard } from './card.js';
import { intelParts, type IntelPart } from './parts.js';

/** Counters of a card, of which two readings make a rate. */
export interface IntelCounters {
  /** ms of the monotonic clock at which they were read. */
  at: number;
  parts: readonly IntelPartCounters[];
  /** Energy used, in joules, null while it cannot be read, and the sensor that tells it: `card`, `pkg`, empty without a label. */
  energy: IntelEnergy | null;
}

interface IntelEnergy {
  sensor: string;
  joules: number | null;
}

/** How long a part was idle. */
export interface IntelPartCounters {
  folder: string;
  /** ms; null where that is not counted. */
  idle: number | null;
  /** Its clock stands: it is idle right now. */
  isResting: boolean;
  /** It encodes and decodes video, and does nothing else. */
  isMedia: boolean;
}

/**
 * What a card's files in sysfs measure (https://docs.kernel.org/admin-guide/abi-testing.html, sysfs-driver-intel-*
 * and sysfs-driver-intel-xe-hwmon), and its counters. Files that its driver lacks leave null. `energySensor` is the one that has told
 * its energy before: a card's counter is of one sensor for good, and another one's is no growth of it.
 */
export async function intelValues(
  files: CardFiles,
  card: IntelCard,
  { now, energySensor }: { now: () => number; energySensor: string | null },
): Promise<{ values: Partial<IntelCard>; counters: IntelCounters }> {
  const parts = intelParts(files);
  const at = now();
  const counters: IntelPartCounters[] = [];
  for (const part of parts) counters.push(await partCounters(files, part, part === parts[0]));
  const device = files.below('device');
  const sensors = await drmSensors(device);
  const energy = sensors === null ? null : await energyOf(sensors, energySensor);
  const integrated = card.integrated ?? sensors === null;
  const values = {
    ...(await clockValues(files, parts[0])),
    ...(sensors === null ? {} : await sensorValues(sensors)),
    joules: energy?.joules ?? null,
    energySensor: energy?.sensor ?? null,
    integrated,
    memoryKind: intelMemoryKind(integrated),
    throttleReasons: await throttleReasons(files, parts),
    pcieGeneration: parsePcieSpeed(await device.raw('current_link_speed')),
    pcieWidth: parsePcieWidth(await device.raw('current_link_width')),
  };
  return { values, counters: { at, parts: counters, energy } };
}

/** With its idle state switched off a part counts no idle time, however idle it is. */
async function partCounters(files: CardFiles, part: IntelPart, isMain: boolean): Promise<IntelPartCounters> {
  const { folder, idleFile, idleSwitch, nameFile, clockFile } = part;
  const idle = await files.number(idleFile);
  const isOff = idleSwitch !== null && (await files.number(idleSwitch)) === 0;
  // xe names its idle states after what they belong to: `gt0-rc` renders and computes, `gt1-mc` is for media.
  const name = isMain || nameFile === null ? null : await files.text(nameFile);
  return {
    folder,
    idle: isOff ? null : idle,
    isResting: (await files.number(clockFile('act'))) === 0,
    isMedia: name?.endsWith('-mc') === true,
  };
}

async function clockValues(files: CardFiles, main: IntelPart | undefined) {
  const clock = async (name: 'act' | 'cur' | 'max') =>
    main === undefined ? null : files.number(main.clockFile(name));
  return { graphicsMhz: await clock('act'), requestedMhz: await clock('cur'), maxMhz: await clock('max') };
}

/** What is measured, the whole card first; drivers without labels measure it, or the package. */
const measuredParts = ['card', 'pkg', ''];

/** Which of these a card has, and in which of them it counts nothing, differs: the first that is not 0 is its own. */
async function energyOf(sensors: DrmSensors, known: string | null): Promise<IntelEnergy | null> {
  const counters = await sensors.labelled('energy', 1e6, '');
  if (known !== null) return { sensor: known, joules: counters.get(known) ?? null };
  for (const sensor of [...measuredParts, ...counters.keys()]) {
    const joules = counters.get(sensor) ?? 0;
    if (joules > 0) return { sensor, joules };
  }
  return null;
}

async function sensorValues(sensors: DrmSensors) {
  const celsius = await sensors.labelled('temp', 1e3, 'pkg');
  const channels = [...celsius].filter(([label]) => label.startsWith('vram')).map(([, value]) => value);
  const watts = async (...files: string[]) => {
    for (const file of files) {
      const parsed = await sensors.value(file, 1e6);
      // 0 is what cards say that have no such limit.
      if (parsed !== null && parsed > 0) return parsed;
    }
    return null;
  };
  return {
    celsius: celsius.get('pkg') ?? null,
    memoryCelsius: channels.length === 0 ? null : Math.max(...channels),
    limitWatts: await watts('power1_max', 'power2_max', 'power1_cap', 'power2_cap'),
    ratedWatts: await watts('power1_rated_max', 'power2_rated_max'),
    criticalWatts: await watts('power1_crit', 'power2_crit'),
    graphicsVolts: await sensors.value('in0_input', 1e3),
    fanRpm: await sensors.value('fan1_input', 1),
  };
}

/**
 * Null where the driver tells no reasons, and where one of its files cannot be read: some reasons are not all. The single
 * files are only opened when there is any.
 */
async function throttleReasons(files: CardFiles, parts: IntelPart[]): Promise<ThrottleReason[] | null> {
  const all = new Map<string, ThrottleReason>();
  let isTold = false;
  for (const part of parts) {
    const reasons = await reasonsOfPart(files, part);
    if (reasons === 'none') continue;
    if (reasons === null) return null;
    isTold = true;
    for (const one of reasons) all.set(one.reason, one);
  }
  return isTold ? [...all.values()] : null;
}

/** `none` where this part has no such files. */
async function reasonsOfPart(
  files: CardFiles,
  { throttleFolder, throttleStatus }: IntelPart,
): Promise<ThrottleReason[] | null | 'none'> {
  const names = files.listed(throttleFolder);
  if (names === null) return null;
  if (!names.some((name) => `${throttleFolder}/${name}` === throttleStatus)) return 'none';
  const status = await files.number(throttleStatus);
  if (status === null || status === 0) return status === null ? null : [];
  const reasons: ThrottleReason[] = [];
  for (const file of names) {
    const reason = parseIntelThrottleReason(file);
    if (reason === null) continue;
    const isActive = await files.number(`${throttleFolder}/${file}`);
    if (isActive === null) return null;
    if (isActive === 1) reasons.push(reason);
  }
  return reasons;
}
