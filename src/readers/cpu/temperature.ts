import { celsius as celsiusBound, type Implausible } from '../../bounds.js';
import { parsedOrNull } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { packageSensors, processorRank } from '../../parsers/cpu/temperature-sensors.js';
import { parseHwmonValue } from '../../parsers/hwmon.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';
import { hwmonChip, hwmonFolder, ownerOf } from '../hwmon.js';

/** How long the list of sensors is believed, ms: drivers come late. */
const filesAge = 60_000;
/** How long sensors that firmware or a bus is asked for are waited for together, ms. */
const deadline = 500;

/** The temperature of the processor in °C, null where it is not told; and what was told of it that cannot be. */
export interface Temperature {
  celsius: number | null;
  implausible: readonly Implausible[];
}

/** Gives the temperature of the processor: the hottest of what measures it; null when nothing tells in time. */
export function temperatureReader(host: Host): () => Temperature | Promise<Temperature> {
  let known: { files: TemperatureFiles; at: number } | null = null;
  return () => {
    const at = host.clock.monotonic();
    const isFresh = known !== null && at - known.at < filesAge && known.files.owners.every(isStill(host));
    if (known === null || !isFresh) known = { files: temperatureFiles(host), at };
    const { paths, areQuick } = known.files;
    if (areQuick || paths.length === 0) return hottest(paths.map((path) => host.sys.optional(path)));
    return slowly(host, paths);
  };
}

async function slowly(host: Host, paths: readonly string[]): Promise<Temperature> {
  const end = host.clock.monotonic() + deadline;
  const texts: (string | null)[] = [];
  for (const path of paths) {
    const rest = end - host.clock.monotonic();
    if (rest <= 0) return { celsius: null, implausible: [] };
    texts.push(parsedOrNull(await host.sys.deviceText(path, rest)));
  }
  return hottest(texts);
}

const bound = celsiusBound<null, null>('temperature_celsius');

/** The hottest of what files of hwmon say. */
function hottest(texts: readonly (string | null)[]): Temperature {
  const temperatures = texts.map((text) => parseHwmonValue('temperature', text));
  const implausible: Implausible[] = [];
  const about = { thing: null, whole: null, tell: (one: Implausible) => implausible.push(one) };
  const told = temperatures.map((celsius) => (celsius === null ? null : bound.judge(celsius, about)));
  const known = told.filter((celsius) => celsius !== null);
  return { celsius: known.length === 0 ? null : Math.max(...known), implausible };
}

/** Files that tell the temperature of the processor, in thousandths of a degree. */
interface TemperatureFiles {
  paths: string[];
  /** The processor itself answers, at once. */
  areQuick: boolean;
  /** Whose folders they are in. */
  owners: Owner[];
}

interface Owner {
  folder: string;
  nameFile: string;
  owner: string;
}

function isStill(host: Host): (one: Owner) => boolean {
  return ({ folder, nameFile, owner }) => ownerOf(host, folder, nameFile) === owner;
}

/**
 * Finds what measures the processor: chips made for that, else zones of its cores, else of the whole chip, last what the
 * firmware calls a zone (acpitz). Which of a chip's sensors it is, their labels tell.
 */
function temperatureFiles(host: Host): TemperatureFiles {
  const found = [...chips(host), ...zones(host)].filter(({ paths }) => paths.length > 0);
  const best = Math.min(...found.map(({ rank }) => rank));
  const taken = found.filter(({ rank }) => rank === best);
  return {
    paths: taken.flatMap((one) => one.paths),
    areQuick: best === 0,
    owners: taken.map(({ folder, nameFile }) => ({
      folder,
      nameFile,
      owner: ownerOf(host, folder, nameFile),
    })),
  };
}

interface Found {
  folder: string;
  nameFile: string;
  rank: number;
  paths: string[];
}

function chips(host: Host): Found[] {
  return host.sys.list(hwmonFolder).flatMap((id) => {
    const { name, sensors } = hwmonChip(host, id);
    const rank = name === null ? null : processorRank(name);
    if (rank === null) return [];
    const folder = `${hwmonFolder}/${id}`;
    const labelled = sensors
      .filter(({ kind }) => kind === 'temperature')
      .map(({ value, label }) => ({
        path: `${folder}/${value}`,
        label: label === null ? null : parseSysfsText(host.sys.optional(`${folder}/${label}`)),
      }));
    return [{ folder, nameFile: 'name', rank, paths: packageSensors(labelled).map(({ path }) => path) }];
  });
}

const zoneFolder = 'class/thermal';

function zones({ sys }: Host): Found[] {
  const names = sys.list(zoneFolder).filter((name) => /^thermal_zone\d+$/.test(name));
  return names.flatMap((name) => {
    const [folder, nameFile] = [`${zoneFolder}/${name}`, 'type'];
    const type = parseSysfsText(sys.optional(`${folder}/${nameFile}`));
    const rank = type === null ? null : processorRank(type);
    return rank === null ? [] : [{ folder, nameFile, rank, paths: [`${folder}/temp`] }];
  });
}
