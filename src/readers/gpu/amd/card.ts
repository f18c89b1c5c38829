import names from './names.json' with { type: 'json' };
import { between, partOf, percent, whole } from '../../../bounds.js';
import type { Bounds } from '../../../plausible.js';
import { chipVolts, drawn, firstDrawn, powerLimit, spinning } from '../bounds.js';
import { maybe, number, text, unknownCard, type Unmeasured } from '../card.js';
import { drmBounds } from '../drm/bounds.js';
import { unknownDrm } from '../drm/cards.js';

/** Product names by PCI device id and revision, in upper-case hexadecimal digits. */
const products: Readonly<Record<string, Readonly<Record<string, string>>>> = names.names;

/** What is known of an AMD card beside what every card has; null where not told. */
export type AmdCard = typeof unknownAmd;

/** An AMD card of which nothing is known; cards are copies of it with other values, which V8 makes at once. */
const unknownAmd = {
  ...unknownCard(''),
  ...unknownDrm,
  /** The chip's own serial number, 16 hexadecimal digits. */
  uniqueId: text,
  vbiosVersion: text,
  limitDefaultWatts: number,
  limitMinWatts: number,
  limitMaxWatts: number,
  /** The greatest speed of its fan as the driver knows it. */
  fanMaxRpm: number,
  /** The part of the card's memory that the processor can address, in bytes. */
  visibleVramTotal: number,
  visibleVramUsed: number,
  graphicsVolts: number,
  /** How busy the video engine was, encoding and decoding together. */
  mediaPercent: number,
  /** Whether encoding and decoding have an engine each, or share one; null when not known. */
  videoEngine: maybe<'separate' | 'unified'>(null),
  computePartition: text,
  memoryPartition: text,
  /** Version of the driver's `gpu_metrics` structure, `1.3`. */
  gpuMetricsVersion: text,
};

/** An AMD card of which only the kernel's name is known. */
export function unknownAmdCard(name: string): AmdCard {
  return { ...unknownAmd, id: name, name };
}

/** What the measurements of an AMD card can be. */
export const amdBounds: Bounds<AmdCard> = {
  ...drmBounds,
  watts: drawn('power_watts', ({ limitWatts, limitDefaultWatts, limitMaxWatts }) => [
    ...[limitWatts, limitDefaultWatts, limitMaxWatts],
  ]),
  fanRpm: spinning('fan_rpm', ({ fanMaxRpm }) => fanMaxRpm),
  fanMaxRpm: between('fan_max_rpm', 'rpm', 0, 60_000),
  limitDefaultWatts: powerLimit('power_limit_default_watts'),
  limitMinWatts: powerLimit('power_limit_min_watts'),
  limitMaxWatts: powerLimit('power_limit_max_watts'),
  visibleVramTotal: whole('visible_vram_total_bytes', 'B'),
  visibleVramUsed: partOf('visible_vram_used_bytes', (card) => card.visibleVramTotal, 'what is visible'),
  graphicsVolts: chipVolts('graphics_voltage_volts'),
  mediaPercent: percent('media_percent'),
};

/**
 * The product with these ids (hexadecimal digits without 0x). Without the revision, or with one that the table
 * lacks, only where all revisions of the device have one name; else `AMD GPU (1002:744c)`. Null without an id.
 */
export function amdProduct(device: string | null, revision: string | null): string | null {
  if (device === null) return null;
  const revisions = products[device.toUpperCase()] ?? {};
  const names = new Set(Object.values(revisions));
  const [only] = names.size === 1 ? names : [];
  const exact = revision === null ? undefined : revisions[revision.toUpperCase().padStart(2, '0')];
  return exact ?? only ?? `AMD GPU (1002:${device.toLowerCase()})`;
}

/**
 * Processors from Raven Ridge on (amdgpu_drv.c and AMD's lists). Their memory does not tell them from cards where
 * the firmware sets much of it aside, as on Strix Halo.
 */
const processors = new Set([
  ...['15dd', '15d8', '1636', '1638', '164c', '15e7', '163f', '164d', '1681', '164e', '1506', '13c0'],
  ...['15bf', '15c8', '1900', '1901', '150e', '1586', '1114'],
]);

/** Whether this device id (hexadecimal digits without 0x) is that of a processor's graphics. */
export function isProcessor(device: string | null): boolean {
  return processors.has(device?.toLowerCase() ?? '');
}

/** Why nothing was measured of a card that a program of AMD's lists. */
export function untold(program: string): Unmeasured {
  return {
    state: 'no_permission',
    reason: `${program} tells no value of this card, as where the user may not use the devices of the card`,
    remedy:
      'Let the user of this service use /dev/kfd and /dev/dri/renderD* (groups render and video); if it may, look for amdgpu in the kernel log.',
  };
}

/** A power limit in watts; 0 is none. */
export function limitOf(watts: number | null): number | null {
  return watts === 0 ? null : watts;
}

/**
 * Power of a card, the first of `told` that can be, in watts; `limitWatts` is its limit, `others` are those that it could
 * have. The second chip of a card with two says 0 for limit and power, because the first tells the power of both.
 */
export function socketPower(
  told: readonly (number | null)[],
  limitWatts: number | null,
  others: readonly (number | null)[] = [],
): Pick<AmdCard, 'watts' | 'limitWatts' | 'implausible'> {
  const { watts, implausible } = firstDrawn(told, [limitWatts, ...others]);
  const isOfOther = limitWatts === 0 && watts === 0;
  return { watts: isOfOther ? null : watts, limitWatts: limitOf(limitWatts), implausible };
}

/** A temperature of the memory: 0 °C is what some cards give that have no such sensor. */
export function memoryTemperature(celsius: number | null): number | null {
  return celsius === 0 ? null : celsius;
}
