import { finite, ratioOf } from '../arithmetic.js';
import { amdSmiCards, block, number, unitOf, within, words, type Block } from './smi-json.js';

/** One card of `amd-smi metric --json`: base units, clocks in MHz; null for what it does not tell. */
export interface AmdSmiCard {
  /** amd-smi's own number of the card. */
  gpu: number;
  usage: number | null;
  memoryActivity: number | null;
  mediaPercent: number | null;
  vramTotal: number | null;
  vramUsed: number | null;
  vramFree: number | null;
  visibleVramTotal: number | null;
  visibleVramUsed: number | null;
  gttTotal: number | null;
  gttUsed: number | null;
  edgeCelsius: number | null;
  hotspotCelsius: number | null;
  memoryCelsius: number | null;
  /** The power drawn, in each of its ways of telling it. */
  watts: number[];
  limitWatts: number | null;
  graphicsVolts: number | null;
  joules: number | null;
  /** Whether something holds the clocks down. */
  throttled: boolean | null;
  fanPercent: number | null;
  fanRpm: number | null;
  graphicsMhz: number | null;
  memoryMhz: number | null;
  pcieGigatransfers: number | null;
  pcieWidth: number | null;
}

/** Who a card is by `amd-smi list --json`; null for what that does not tell. */
export interface AmdSmiListed {
  gpu: number;
  /** As amd-smi writes it, `0000:83:00.0`. */
  bdf: string | null;
  uuid: string | null;
  /** Which part of a divided accelerator it is, from 0. */
  partition: number | null;
}

/** What a card is by `amd-smi static --asic --driver --json`; ids are hexadecimal digits without 0x. */
export interface AmdSmiProduct {
  gpu: number;
  name: string | null;
  deviceId: string | null;
  revision: string | null;
  serial: string | null;
  driverVersion: string | null;
}

/**
 * `amd-smi metric --json` (https://rocm.docs.amd.com/projects/amdsmi), an array of cards until ROCm 6.4, then
 * below `gpu_data`. A number stands alone or as `{"value": 42, "unit": "%"}`; what is absent, be it a whole block, is
 * `"N/A"`. Text around the JSON is skipped. Null when what it printed is not its JSON.
 */
export function parseAmdSmiMetric(text: string): AmdSmiCard[] | null {
  return amdSmiCards(text, (gpu, card) => ({ gpu, ...load(card), ...memory(card), ...sensors(card) }));
}

/** `amd-smi list --json`; null when what it printed is not its JSON. */
export function parseAmdSmiList(text: string): AmdSmiListed[] | null {
  return amdSmiCards(text, (gpu, card) => ({
    gpu,
    bdf: words(card, 'bdf'),
    uuid: words(card, 'uuid'),
    partition: within(number(card['partition_id']), 0, 1023),
  }));
}

/** `amd-smi static --asic --driver --json`; null when what it printed is not its JSON. */
export function parseAmdSmiProducts(text: string): AmdSmiProduct[] | null {
  return amdSmiCards(text, (gpu, card) => {
    const asic = block(card, 'asic');
    return {
      gpu,
      name: words(asic, 'market_name'),
      deviceId: hexadecimal(asic, 'device_id'),
      revision: hexadecimal(asic, 'rev_id'),
      serial: hexadecimal(asic, 'asic_serial'),
      driverVersion: words(block(card, 'driver'), 'version', 'driver_version'),
    };
  });
}

function load(card: Block) {
  const usage = block(card, 'usage');
  const clock = block(card, 'clock');
  const pcie = block(card, 'pcie');
  // Of a link that is not there it says 0.
  const lanes = first(pcie, 'width', 'current_lanes', 'current_width');
  return {
    usage: number(usage['gfx_activity']),
    memoryActivity: number(usage['umc_activity']),
    mediaPercent: number(usage['mm_activity']),
    graphicsMhz: megahertz(clock, 'gfx'),
    memoryMhz: megahertz(clock, 'mem'),
    pcieGigatransfers: first(pcie, 'speed', 'current_speed', 'pcie_speed'),
    pcieWidth: lanes === 0 ? null : lanes,
  };
}

function memory(card: Block) {
  const used = block(card, 'mem_usage');
  return {
    vramTotal: bytes(used['total_vram']),
    vramUsed: bytes(used['used_vram']),
    vramFree: bytes(used['free_vram']),
    visibleVramTotal: bytes(used['total_visible_vram']),
    visibleVramUsed: bytes(used['used_visible_vram']),
    gttTotal: bytes(used['total_gtt']),
    gttUsed: bytes(used['used_gtt']),
  };
}

function sensors(card: Block) {
  const temperature = block(card, 'temperature');
  const power = block(card, 'power');
  const fan = block(card, 'fan');
  const millivolts = number(power['gfx_voltage']);
  const status = words(power, 'throttle_status')?.toUpperCase();
  return {
    edgeCelsius: number(temperature['edge']),
    hotspotCelsius: number(temperature['hotspot']),
    memoryCelsius: number(temperature['mem']),
    watts: all(power, 'socket_power', 'current_socket_power', 'average_socket_power', 'current_power'),
    limitWatts: first(power, 'power_limit', 'power_cap'),
    // 0 is what it says of a chip that is switched off.
    graphicsVolts: millivolts === null || millivolts === 0 ? null : millivolts / 1e3,
    joules: number(block(card, 'energy')['total_energy_consumption']),
    throttled: status === 'THROTTLED' ? true : status === 'UNTHROTTLED' ? false : null,
    fanPercent: number(fan['usage']) ?? share(number(fan['speed']), number(fan['max'])),
    fanRpm: number(fan['rpm']),
  };
}

function hexadecimal(parsed: Block, name: string): string | null {
  return /^0x([\da-f]{1,16})$/i.exec(words(parsed, name) ?? '')?.[1]?.toLowerCase() ?? null;
}

function share(part: number | null, whole: number | null): number | null {
  const ratio = ratioOf(part, whole);
  return ratio === null ? null : finite(ratio * 100);
}

function all(parsed: Block, ...names: string[]): number[] {
  return names.map((name) => number(parsed[name])).filter((value) => value !== null);
}

function first(parsed: Block, ...names: string[]): number | null {
  return all(parsed, ...names)[0] ?? null;
}

/** The first clock of a kind that is told: `gfx_0` and its `clk`; before ROCm 6.1 `gfx` and its `cur_clk`. */
function megahertz(clock: Block, kind: string): number | null {
  const names = Object.keys(clock).filter((name) => name === kind || /^_\d+$/.test(name.slice(kind.length)));
  const parsed = names.filter((name) => name.startsWith(kind)).map((name) => block(clock, name));
  const values = parsed.map((one) => first(one, 'clk', 'cur_clk'));
  return values.find((value) => value !== null) ?? null;
}

const byteUnits: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** amd-smi divides by 1024 and writes MB. */
function bytes(parsed: unknown): number | null {
  const value = number(parsed);
  const scale = byteUnits[(unitOf(parsed) ?? 'MB').toUpperCase().replace('IB', 'B')];
  return value === null || scale === undefined ? null : finite(Math.round(value * scale));
}
