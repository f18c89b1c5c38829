import { isJsonObject, parsedJson } from '../json.js';

/** What `rocm-smi --json` tells; clocks in MHz, memory in bytes, null for what it does not tell. */
export interface RocmSmiReport {
  driverVersion: string | null;
  cards: RocmSmiCard[];
}

export interface RocmSmiCard {
  /** `card0`, the number being rocm-smi's own. */
  card: string;
  series: string | null;
  model: string | null;
  deviceId: string | null;
  revision: string | null;
  pciAddress: string | null;
  uniqueId: string | null;
  vbiosVersion: string | null;
  usage: number | null;
  memoryActivity: number | null;
  vramTotal: number | null;
  vramUsed: number | null;
  gttTotal: number | null;
  gttUsed: number | null;
  edgeCelsius: number | null;
  junctionCelsius: number | null;
  memoryCelsius: number | null;
  watts: number | null;
  maxWatts: number | null;
  fanPercent: number | null;
  fanRpm: number | null;
  graphicsMhz: number | null;
  memoryMhz: number | null;
}

/**
 * `rocm-smi --json` (https://rocm.docs.amd.com/projects/rocm_smi_lib). The values are strings whose names
 * changed their wording and case between releases. Text around the JSON is skipped. Without a driver it prints
 * nothing at all: a report without cards. Null when what it printed is not its JSON.
 */
export function parseRocmSmi(text: string): RocmSmiReport | null {
  if (text.trim() === '') return { driverVersion: null, cards: [] };
  const report = jsonObject(text);
  if (report === null) return null;
  const cards = [...report]
    .filter(([name]) => /^card\d+$/.test(name))
    .flatMap(([name, value]) => (isJsonObject(value) ? [card(name, fields(value))] : []));
  const system = report.get('system');
  const driver = isJsonObject(system) ? fields(system).text('driver version') : null;
  return { driverVersion: driver, cards };
}

function jsonObject(text: string): Map<string, unknown> | null {
  const start = text.search(/^[ \t]*\{/m);
  if (start === -1) return null;
  const value = parsedJson(text.slice(start, text.lastIndexOf('}') + 1));
  return isJsonObject(value) ? new Map(Object.entries(value)) : null;
}

type Fields = ReturnType<typeof fields>;

/** Values by name, whatever its case; of several names the first that tells something. */
function fields(object: object) {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    values.set(name.trim().replace(/:$/, '').toLowerCase(), String(value).trim());
  }
  const text = (...names: string[]): string | null => {
    const parsed = names.map((name) => values.get(name) ?? '');
    return (
      parsed.find((value) => value !== '' && !/^(?:n\/a|none|unknown|not supported)/i.test(value)) ?? null
    );
  };
  const match = (pattern: RegExp, names: string[]): number | null => {
    const digits = pattern.exec(text(...names) ?? '')?.[1];
    const value = digits === undefined ? NaN : Number(digits);
    return Number.isFinite(value) ? value : null;
  };
  return {
    text,
    hex: (...names: string[]) => /^0x([\da-f]+)$/i.exec(text(...names) ?? '')?.[1]?.toLowerCase() ?? null,
    number: (...names: string[]) => match(/^(-?\d{1,40}(?:\.\d{1,9})?)\s*%?$/, names),
    megahertz: (...names: string[]) => match(/(?:^|\()(\d{1,40})\s*Mhz\)?$/i, names),
  };
}

function card(name: string, parsed: Fields): RocmSmiCard {
  return {
    card: name,
    series: parsed.text('card series', 'device name'),
    model: parsed.text('card model'),
    // Since ROCm 6 also "Device ID"; "Card model" was the subsystem's id before.
    deviceId: parsed.hex('device id', 'gpu id'),
    revision: parsed.hex('device rev'),
    pciAddress:
      /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/.exec(parsed.text('pci bus')?.toLowerCase() ?? '')?.[0] ??
      null,
    uniqueId: parsed.hex('unique id'),
    vbiosVersion: parsed.text('vbios version'),
    ...load(parsed),
    ...sensors(parsed),
  };
}

function load(parsed: Fields) {
  return {
    usage: parsed.number('gpu use (%)'),
    // "GPU memory use (%)" was how busy the memory is, in spite of its name; what replaced it under the name
    // "GPU Memory Allocated (VRAM%)" is how full it is.
    memoryActivity: parsed.number('gpu memory read/write activity (%)', 'gpu memory use (%)'),
    vramTotal: parsed.number('vram total memory (b)'),
    vramUsed: parsed.number('vram total used memory (b)'),
    gttTotal: parsed.number('gtt total memory (b)'),
    gttUsed: parsed.number('gtt total used memory (b)'),
  };
}

function sensors(parsed: Fields) {
  return {
    edgeCelsius: parsed.number('temperature (sensor edge) (c)'),
    junctionCelsius: parsed.number('temperature (sensor junction) (c)'),
    memoryCelsius: parsed.number('temperature (sensor memory) (c)', 'temperature (sensor mem) (c)'),
    watts: parsed.number(
      'average graphics package power (w)',
      'current socket graphics package power (w)',
      'current graphics package power (w)',
    ),
    maxWatts: parsed.number('max graphics package power (w)'),
    fanPercent: parsed.number('fan speed (%)'),
    fanRpm: parsed.number('fan rpm'),
    graphicsMhz: parsed.megahertz('sclk clock speed', 'sclk clock level'),
    memoryMhz: parsed.megahertz('mclk clock speed', 'mclk clock level'),
  };
}
