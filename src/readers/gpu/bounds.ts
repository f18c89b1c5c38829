import { between, beyond, Bound, celsius, partOf, percent, whole, type Implausible } from '../../bounds.js';
import { Each, plausible, type Bounds } from '../../plausible.js';
import type { GpuBackendReading, GpuCard, GpuCardProcess } from './card.js';

/** The most that a power limit can be, W: a rack's busbar feeds no more to one module. */
const mostLimit = 10_000;
/** The most that a card draws whose limit nobody knows, W. */
const mostWithoutLimit = 5_000;
/** Above its limit a card may be for a moment (228 W of 210 W), a small one beside the rest of its chip more so. */
const timesLimit = 3;
const wattsBesides = 50;

/** The most that a card can draw whose limits these are (some unknown), W: not several times the greatest of them. */
export function mostDrawn(limits: readonly (number | null)[]): number {
  const limit = greatestLimit(limits);
  return limit === null ? mostWithoutLimit : limit * timesLimit + wattsBesides;
}

/** The power that a card draws; `limitsOf` are its limits, some unknown, in W. */
export function drawn<C>(field: string, limitsOf: (card: C) => readonly (number | null)[]): Bound<C> {
  return new Bound(field, 'W', (value, card) => {
    const limits = limitsOf(card);
    const why = beyond(value, 'W', 0, mostDrawn(limits));
    const limit = greatestLimit(limits);
    return why === null || value < 0 || limit === null ? why : `${why}, far above its limit of ${limit} W`;
  });
}

/**
 * The power of a card that tells it in several ways: the first of them that can be, given its limits; those before it
 * are told as implausible.
 */
export function firstDrawn(
  told: readonly (number | null)[],
  limits: readonly (number | null)[],
): Pick<GpuCard, 'watts' | 'implausible'> {
  const implausible: Implausible[] = [];
  const about = { thing: null, whole: null, tell: (one: Implausible) => implausible.push(one) };
  const bound = drawn<null>('power_watts', () => limits);
  for (const one of told) {
    const watts = one === null ? null : bound.judge(one, about);
    if (watts !== null) return { watts, implausible };
  }
  return { watts: null, implausible };
}

function greatestLimit(limits: readonly (number | null)[]): number | null {
  const known = limits.filter((limit) => limit !== null && limit > 0 && limit <= mostLimit);
  return known.length === 0 ? null : Math.max(...known.map(Number));
}

/** A limit of the power. */
export const powerLimit = <C>(field: string) => between<C, unknown>(field, 'W', 0, mostLimit);

/** A clock of the chip, and one of its memory, some of which count every transfer. */
export const chipClock = <C>(field: string) => between<C, unknown>(field, 'MHz', 0, 20_000);
const memoryClock = <C>(field: string) => between<C, unknown>(field, 'MHz', 0, 50_000);

/** The voltage of a chip. */
export const chipVolts = <C>(field: string) => between<C, unknown>(field, 'V', 0, 10);

/** What a counter of energy can have counted, J: a kilowatt for three hundred years. */
const mostJoules = 1e13;

/** A counter that stands at 0 while the card draws power counts nothing. */
const energy = new Bound<GpuCard>('energy_joules', 'J', (value, { watts }) => {
  if (value === 0 && watts !== null && watts > 0) return `it counts nothing while the card draws ${watts} W`;
  return beyond(value, 'J', 0, mostJoules);
});

/** Fans are told in percent of a nominal speed, which some exceed. */
const mostFanPercent = 200;
/** Faster than any fan turns, and below 65535, rpm. */
const mostRpm = 60_000;

/** The speed of a fan, whose greatest the card may know. */
export function spinning<C>(field: string, greatestOf: (card: C) => number | null): Bound<C> {
  return new Bound(field, 'rpm', (value, card) => {
    const greatest = greatestOf(card);
    const isKnown = greatest !== null && greatest > 0 && greatest < mostRpm;
    return beyond(value, 'rpm', 0, isKnown ? Math.max(greatest * 1.5, greatest + 1_000) : mostRpm);
  });
}

/** What every measurement of every card can be; the fields of `GpuCard` as the API calls them. */
export const gpuBounds: Bounds<GpuCard> = {
  usagePercent: percent('usage_percent'),
  vramTotal: whole('vram_total_bytes', 'B'),
  vramUsed: partOf('vram_used_bytes', (card) => card.vramTotal, 'its memory'),
  vramFree: partOf('vram_free_bytes', (card) => card.vramTotal, 'its memory'),
  gttTotal: whole('gtt_total_bytes', 'B'),
  gttUsed: partOf('gtt_used_bytes', (card) => card.gttTotal, 'gtt_total_bytes'),
  systemMemory: {
    total: whole('system_memory_total_bytes', 'B'),
    available: partOf('system_memory_available_bytes', ({ total }) => total),
  },
  celsius: celsius('temperature_celsius'),
  hotspotCelsius: celsius('hotspot_celsius'),
  memoryCelsius: celsius('memory_celsius'),
  limitWatts: powerLimit('power_limit_watts'),
  watts: drawn('power_watts', ({ limitWatts }) => [limitWatts]),
  joules: energy,
  fanPercent: between('fan_percent', '%', 0, mostFanPercent),
  fanRpm: spinning('fan_rpm', () => null),
  graphicsMhz: chipClock('clock_graphics_mhz'),
  memoryMhz: memoryClock('clock_memory_mhz'),
  encoderPercent: percent('encoder_percent'),
  decoderPercent: percent('decoder_percent'),
  memoryActivityPercent: percent('memory_activity_percent'),
  pcieGeneration: between('pcie_generation', '', 1, 8),
  pcieWidth: between('pcie_width', '', 1, 32),
  processes: new Each<GpuCardProcess, GpuCard>(({ pid }) => `the program ${pid}`, {
    memory: partOf('processes.memory_bytes', (_, card) => roomOf(card), "the card's memory"),
  }),
};

/** What a card's programs can hold together, bytes; null where they may use the system's memory as they like. */
function roomOf({ vramTotal, gttTotal, memoryKind }: GpuCard): number | null {
  if (vramTotal === null || (memoryKind !== 'dedicated' && gttTotal === null)) return null;
  return vramTotal + (gttTotal ?? 0);
}

/** The reading with cards whose values are possible: what is not is null, and told in the card's `implausible`. */
export function plausibleCards<C extends GpuCard>(
  reading: GpuBackendReading<C>,
  bounds: Bounds<C>,
): GpuBackendReading<C> {
  const cards = reading.cards.map((card) => {
    const implausible: Implausible[] = [...card.implausible];
    const clean = plausible(card, bounds, { whole: null, tell: (one) => implausible.push(one) });
    return clean === card ? card : { ...clean, implausible };
  });
  return { ...reading, cards };
}
