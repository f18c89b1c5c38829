import { stateOf, type Failure } from '../../failures.js';
import type { ThrottleReason } from '../../parsers/throttle-reason.js';
import type { Implausible } from '../../bounds.js';

/**
 * What a GPU backend reads, the same for every vendor: base units, null where unknown. What only one vendor knows
 * stands in its own extension of it. The type is that of the card of which nothing is known.
 */
export type GpuCard = ReturnType<typeof unknownCard>;

/** A card of which nothing is known but its id: UUID, else PCI address. Readers fill in what they find. */
export function unknownCard(id: string, state: CardState = 'ok') {
  return {
    /** Never an index: those change. */
    id,
    state,
    /** Why the state is not `ok`, a sentence; null when it is, or when no more is known. */
    reason: text,
    remedy: text,
    /** What the original called it: the product for NVIDIA, `card0` for AMD. */
    name: text,
    model: text,
    /** `0000:01:00.0`, lower case, four digits of domain. */
    pciAddress: text,
    integrated: flag,
    usagePercent: number,
    vramTotal: number,
    vramUsed: number,
    vramFree: number,
    memoryKind: maybe<'dedicated' | 'unified' | 'carveout'>(null),
    gttTotal: number,
    gttUsed: number,
    /** The system's memory in bytes where the card shares it and has none of its own. */
    systemMemory: maybe<SystemMemory>(null),
    celsius: number,
    hotspotCelsius: number,
    memoryCelsius: number,
    watts: number,
    limitWatts: number,
    joules: number,
    /** Which counter `joules` is, of a card that has several; null where it has one alone. */
    energySensor: text,
    fanPercent: number,
    fanRpm: number,
    graphicsMhz: number,
    memoryMhz: number,
    encoderPercent: number,
    decoderPercent: number,
    memoryActivityPercent: number,
    /** Why its clocks are held down; empty when they are not, null when not told. */
    throttleReasons: maybe<ThrottleReason[]>(null),
    pcieGeneration: number,
    pcieWidth: number,
    driverVersion: text,
    processes: maybe<GpuCardProcess[]>(null),
    /** Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
    processesReason: text,
    /** What was told and cannot be. */
    implausible: none<Implausible>([]),
  };
}

export interface SystemMemory {
  total: number | null;
  /** What can still be had of it without swapping. */
  available: number | null;
}

export type CardState = 'ok' | 'asleep' | 'lost' | 'no_permission' | 'timeout' | 'failed';

/** What may be known of a card, and is not yet: a field of a card of nulls, which its type follows. */
export const maybe = <T>(value: T | null): T | null => value;

/** A list that is never unknown, and is empty as yet. */
const none = <T>(list: readonly T[]): readonly T[] => list;

export const number = maybe<number>(null);
export const text = maybe<string>(null);
export const flag = maybe<boolean>(null);

export interface GpuCardProcess {
  pid: number;
  name: string | null;
  /** The model that it runs; no reader of cards knows it. */
  model?: string | null;
  kind: 'compute' | 'graphics' | 'both' | null;
  memory: number | null;
}

/** Values of which a card that answers tells at least one, at rest too. */
const measures = [
  'usagePercent',
  'memoryActivityPercent',
  'vramTotal',
  'vramUsed',
  'celsius',
  'hotspotCelsius',
  'memoryCelsius',
  'watts',
  'joules',
  'fanPercent',
  'fanRpm',
  'graphicsMhz',
  'memoryMhz',
] as const satisfies (keyof GpuCard)[];

/** Whether anything was measured of a card: one of which nothing could be is not `ok`, however it was read. */
export function isMeasured(card: GpuCard): boolean {
  return measures.some((name) => card[name] !== null);
}

/** Why nothing was measured of a card, and what can be done about it. */
export interface Unmeasured {
  state: Exclude<CardState, 'ok' | 'asleep' | 'lost'>;
  reason: string;
  remedy: string | null;
}

/**
 * A reading whose cards are `ok` only where something was measured of them (`isRead` where that is another rule), and
 * itself only where one is.
 */
export function judged<C extends GpuCard>(
  reading: GpuBackendReading<C>,
  unmeasured: Unmeasured,
  isRead: (card: C) => boolean = isMeasured,
): GpuBackendReading<C> {
  const cards = reading.cards.map((card): C =>
    card.state !== 'ok' || isRead(card) ? card : { ...card, ...unmeasured },
  );
  const isSound = reading.state !== 'ok' || cards.some(({ state }) => state === 'ok' || state === 'asleep');
  return isSound ? { ...reading, cards } : { ...reading, ...unmeasured, cards };
}

/** One vendor's cards and whether they can be read. Readers give this for every fact about the host: an absent or
 * broken driver is a state, not a Failure. */
export interface GpuBackendReading<C extends GpuCard = GpuCard> {
  state:
    | 'ok'
    | 'absent'
    | 'disabled'
    | 'lost'
    | 'driver_mismatch'
    | 'no_permission'
    | 'not_passed_through'
    | 'timeout'
    | 'failed';
  /** Where the values come from (`nvidia-smi`, `sysfs`); null when nothing was read. */
  source: string | null;
  /** Why the state is not `ok`, a sentence; null when it is. */
  reason: string | null;
  /** What the operator can do about it; null when nothing is needed or known. */
  remedy: string | null;
  driverVersion: string | null;
  cards: C[];
}

/** The reading of a backend that could not be read, or that has no cards. */
export function backendWithout(
  state: GpuBackendReading['state'],
  reason: string | null,
  remedy: string | null = null,
): GpuBackendReading<never> {
  return { state, source: null, reason, remedy, driverVersion: null, cards: [] };
}

/** The reading of a failure: for whatever reason a backend could not be read, it has a state. */
export function backendOf(failure: Failure): GpuBackendReading<never> {
  const state = stateOf(failure, ['absent', 'timeout', 'no_permission']);
  return backendWithout(state, failure.message, failure.remedy);
}
