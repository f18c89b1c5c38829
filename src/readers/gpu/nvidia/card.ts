import { parseNvidiaClockReasons } from '../../../parsers/nvidia/clock-reasons.js';
import { numberCell, type NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import { parsePciAddress } from '../../../parsers/pci/address.js';
import { firstDrawn } from '../bounds.js';
import {
  maybe,
  number,
  text,
  unknownCard,
  type CardState,
  type GpuCard,
  type SystemMemory,
} from '../card.js';
import { unreadState, type NvidiaOutcome } from './unread.js';

/** An NVIDIA card with what only NVIDIA's driver tells. */
export type NvidiaCard = typeof unknownNvidiaCard;

/** Memory errors since the driver was loaded (volatile) and over the card's life (aggregate). */
export interface NvidiaEcc {
  volatileCorrected: number | null;
  volatileUncorrected: number | null;
  aggregateCorrected: number | null;
  aggregateUncorrected: number | null;
}

/** A part of a card that works as a card of its own; memory in bytes. */
export interface NvidiaMigInstance {
  index: number | null;
  /** Its UUID, `MIG-…`. */
  id: string | null;
  name: string | null;
  gpuInstanceId: number | null;
  computeInstanceId: number | null;
  memoryTotal: number | null;
  memoryUsed: number | null;
  memoryFree: number | null;
}

/** Who a card is, and nothing else: what is kept of a card that cannot be read any more. */
export interface NvidiaIdentity extends Pick<GpuCard, 'id' | 'name' | 'pciAddress'> {
  /** Its place in the driver's list, which may change with a reboot; null when not told. */
  driverIndex: number | null;
}

/** The numbers of nvidia-smi that stand for themselves: what a card has them as, and what nvidia-smi calls them. */
export const numberFields = {
  memoryCelsius: 'temperature.memory',
  instantWatts: 'power.draw.instant',
  encoderPercent: 'utilization.encoder',
  decoderPercent: 'utilization.decoder',
  usagePercent: 'utilization.gpu',
  memoryActivityPercent: 'utilization.memory',
  celsius: 'temperature.gpu',
  watts: 'power.draw',
  limitWatts: 'enforced.power.limit',
  graphicsMhz: 'clocks.sm',
  memoryMhz: 'clocks.mem',
  fanPercent: 'fan.speed',
  pcieGeneration: 'pcie.link.gen.current',
  pcieWidth: 'pcie.link.width.current',
} as const satisfies Partial<Record<keyof NvidiaCard, string>>;

/**
 * A card of which nothing is known. Cards are copies of it with other values, never with more fields: an object that
 * gets its fields one by one after those of a copy is many times as large and slow to V8 as one that has them all.
 */
const unknownNvidiaCard = {
  ...unknownCard(''),
  driverIndex: number,
  /** `P0` (fastest) to `P15`. */
  performanceState: text,
  instantWatts: number,
  memoryReserved: number,
  eccMode: maybe<'enabled' | 'disabled'>(null),
  migMode: maybe<'enabled' | 'disabled'>(null),
  ecc: maybe<NvidiaEcc>(null),
  /** Null when not told; empty when the card is not split. */
  migInstances: maybe<NvidiaMigInstance[]>(null),
  nvmlVersion: text,
  /** The newest CUDA the driver can run, as `13.1`. */
  cudaVersion: text,
};

/** A card of which only its identity is known. */
export function bareNvidiaCard(
  identity: NvidiaIdentity,
  state: CardState,
  { reason, remedy }: Because = nothingMore,
): NvidiaCard {
  return {
    ...unknownNvidiaCard,
    ...{ id: identity.id, state, reason, remedy },
    driverIndex: identity.driverIndex,
    name: identity.name,
    model: identity.name,
    pciAddress: identity.pciAddress,
  };
}

/** Why a card is in its state, and what can be done about it. */
export type Because = Pick<GpuCard, 'reason' | 'remedy'>;

const nothingMore: Because = { reason: null, remedy: null };

/** A card that the driver cannot reach any more. */
export function lostNvidiaCard(identity: NvidiaIdentity, cause: 'lost' | 'reset_required'): NvidiaCard {
  return bareNvidiaCard(identity, 'lost', lostBecause[cause]);
}

const lostBecause: Record<'lost' | 'reset_required', Because> = {
  lost: {
    reason: 'the driver has lost the card: it has fallen off the bus',
    remedy:
      'Reboot; if it happens again, look at power, seating and cooling. The kernel log has the Xid error.',
  },
  reset_required: {
    reason: 'the card must be reset before it can be used again',
    remedy: 'End what uses the card and reset it (nvidia-smi --gpu-reset), or reboot.',
  },
};

/**
 * A card from its row of nvidia-smi, whose fields are those of `nvidiaQuery`. One that the driver has lost keeps
 * its identity alone. `processesOf` gives the programs on the card with a UUID.
 */
export function nvidiaCard(
  row: NvidiaSmiRow,
  place: number,
  processesOf: (uuid: string) => Pick<NvidiaCard, 'processes' | 'processesReason'>,
  systemMemory: () => SystemMemory,
): NvidiaCard {
  const identity = identityOf(row, place);
  if (row.problem !== null) return lostNvidiaCard(identity, row.problem);
  const numbers = numbersOf(row);
  const unread = unreadState(outcomesOf(row));
  const told = processesOf(identity.id);
  return {
    ...bareNvidiaCard(identity, 'ok'),
    ...unread,
    ...memoryOf(row, systemMemory),
    ...numbers,
    ...firstDrawn([numbers.watts, numbers.instantWatts], [numbers.limitWatts]),
    throttleReasons: parseNvidiaClockReasons(row.values.get('clocks_event_reasons.active') ?? ''),
    performanceState: row.values.get('pstate') ?? null,
    eccMode: modeOf(row.values.get('ecc.mode.current')),
    migMode: modeOf(row.values.get('mig.mode.current')),
    migInstances: modeOf(row.values.get('mig.mode.current')) === 'disabled' ? [] : null,
    driverVersion: row.values.get('driver_version') ?? null,
    ...(unread === null ? told : withoutEmptyList(told)),
  };
}

/** Who uses a card that does not answer cannot be told, unless somebody is listed for it. */
function withoutEmptyList({ processes, processesReason }: Pick<NvidiaCard, 'processes' | 'processesReason'>) {
  return { processes: processes?.length === 0 ? null : processes, processesReason };
}

type NumberField = keyof typeof numberFields;

function numbersOf(row: NvidiaSmiRow): Pick<NvidiaCard, NumberField> {
  const read = Object.entries(numberFields).map(([name, field]) => [name, numberCell(row, field)]);
  return Object.fromEntries(read) as Pick<NvidiaCard, NumberField>;
}

const vitalFields = ['utilization.gpu', 'temperature.gpu', 'power.draw', 'clocks.sm', 'fan.speed', 'pstate'];
/** What tells nothing of the card's condition, because it is read from elsewhere. */
const fieldsOfIdentity = ['index', 'uuid', 'pci.bus_id', 'driver_version', 'name'];

function outcomesOf({ values, unsupported, refused }: NvidiaSmiRow) {
  const requested = [...values.keys(), ...unsupported, ...refused.keys()];
  const outcome = (field: string): NvidiaOutcome => {
    const words = refused.get(field);
    if (words !== undefined) return { words };
    return values.has(field) ? 'read' : 'unsupported';
  };
  const isVital = (field: string) => vitalFields.includes(field);
  const others = requested.filter((field) => !isVital(field) && !fieldsOfIdentity.includes(field));
  return { vital: requested.filter(isVital).map(outcome), other: others.map(outcome) };
}

function identityOf(row: NvidiaSmiRow, place: number): NvidiaIdentity {
  const driverIndex = numberCell(row, 'index');
  const pciAddress = parsePciAddress(row.values.get('pci.bus_id') ?? '');
  return {
    id: row.values.get('uuid') ?? pciAddress ?? unidentified(driverIndex ?? place),
    name: row.values.get('name') ?? null,
    pciAddress,
    driverIndex,
  };
}

/** The id of last resort, of a card that tells neither UUID nor address. */
export function unidentified(place: number): string {
  return `nvidia-unidentified-${place}`;
}

/** Whether the name is that of a processor with NVIDIA graphics, which may share the system's memory. */
export function isIntegratedNvidia(name: string | null): boolean {
  return /\b(GB10|Thor|N1X)\b/i.test(name ?? '');
}

/**
 * Shared memory is told by the name together with a driver that has no memory to report. Either alone is no proof:
 * some of these processors report a number, and a card with MIG or a fault reports none.
 */
function memoryOf(row: NvidiaSmiRow, systemMemory: () => SystemMemory): Partial<NvidiaCard> {
  const total = bytesOf(row, 'memory.total');
  const isIntegrated = isIntegratedNvidia(row.values.get('name') ?? null);
  const withoutMig = modeOf(row.values.get('mig.mode.current')) !== 'enabled';
  // Some drivers answer with 0 MiB.
  const hasNone = row.unsupported.has('memory.total') || total === 0;
  if (isIntegrated && withoutMig && hasNone) {
    return { integrated: true, memoryKind: 'unified', systemMemory: systemMemory() };
  }
  if (total === 0) return { integrated: isIntegrated ? true : null };
  const known = isIntegrated || total !== null;
  return {
    integrated: known ? isIntegrated : null,
    memoryKind: total !== null && !isIntegrated ? 'dedicated' : null,
    vramTotal: total,
    vramUsed: bytesOf(row, 'memory.used'),
    vramFree: bytesOf(row, 'memory.free'),
    memoryReserved: bytesOf(row, 'memory.reserved'),
  };
}

function bytesOf(row: NvidiaSmiRow, field: string): number | null {
  const mebibytes = numberCell(row, field);
  return mebibytes === null ? null : Math.round(mebibytes * 2 ** 20);
}

function modeOf(text: string | undefined): 'enabled' | 'disabled' | null {
  if (text === 'Enabled') return 'enabled';
  return text === 'Disabled' ? 'disabled' : null;
}
