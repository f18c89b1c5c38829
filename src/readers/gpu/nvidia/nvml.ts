import type { NvmlCards, NvmlDevice, NvmlMigInstance, NvmlSnapshot } from '../../../host/nvml/nvml.js';
import { parseNvidiaClockReasons } from '../../../parsers/nvidia/clock-reasons.js';
import { nvmlCode, nvmlMeaning } from '../../../parsers/nvidia/return-codes.js';
import { parsePciAddress } from '../../../parsers/pci/address.js';
import { firstDrawn } from '../bounds.js';
import type { GpuBackendReading, SystemMemory } from '../card.js';
import {
  bareNvidiaCard,
  isIntegratedNvidia,
  lostNvidiaCard,
  unidentified,
  type NvidiaCard,
  type NvidiaIdentity,
  type NvidiaMigInstance,
} from './card.js';
import { nvmlProcesses } from './processes.js';
import { cardState, emptyProblem, lostProblem, nvmlProblem, type NvidiaSurroundings } from './diagnosis.js';
import { outcomeOfCode, refusedBy, unreadState } from './unread.js';

/** What a reading by NVML needs to know beside the library's answer. */
export interface NvmlContext {
  around: NvidiaSurroundings;
  /** The cards as they were when they last answered. */
  seen: readonly NvidiaIdentity[];
  systemMemory: () => SystemMemory;
  /** Name of the program with this process id as the kernel tells it; null when it cannot be seen. */
  processName: (pid: number) => string | null;
}

const source = 'NVML';

/** NVML's answer as a reading: a card that cannot be reached stays in the list and hides no other. */
export function nvmlReading(snapshot: NvmlSnapshot, context: NvmlContext): GpuBackendReading<NvidiaCard> {
  const nothing = { source, driverVersion: context.around.loadedVersion, cards: [] };
  if (!snapshot.ok) return { ...nothing, ...nvmlProblem(snapshot.code, context.around) };
  if (snapshot.devices.length === 0) return { ...nothing, ...emptyProblem(context.around) };
  const cards = snapshot.devices.map((device, place) => cardOf(device, place, snapshot, context));
  const driverVersion = snapshot.driverVersion ?? context.around.loadedVersion;
  return { ...stateOf(cards, snapshot, context), source, driverVersion, cards };
}

function stateOf(cards: readonly NvidiaCard[], snapshot: NvmlCards, { around }: NvmlContext) {
  if (cards.some(({ state }) => state === 'ok')) {
    return { state: 'ok' as const, reason: null, remedy: null };
  }
  const [code] = snapshot.devices.map(problemOf).filter((one) => one !== null);
  if (code !== undefined) return code === nvmlCode.gpuIsLost ? lostProblem() : nvmlProblem(code, around);
  return snapshot.devices.map(unreadOf).find((one) => one !== null) ?? lostProblem();
}

/** Return code of what is wrong with the whole card; null when it answers. */
function problemOf(device: NvmlDevice): number | null {
  const codes = Object.values(device.errors);
  const gone = codes.find((code) => nvmlMeaning(code).cardIsLost === true);
  if (gone !== undefined) return gone;
  const { handle, uuid, name } = device.errors;
  return handle ?? (device.uuid === null && device.name === null ? (uuid ?? name ?? null) : null);
}

/** Why a card that can be asked gives no usable values; null when it does. */
function unreadOf(device: NvmlDevice) {
  const outcome = (name: string, value: unknown) =>
    value === null ? outcomeOfCode(device.errors[name] ?? null) : 'read';
  const { gpuPercent, celsius, performanceState, fanPercent, memory } = device;
  const drawn = device.milliwatts ?? device.instantMilliwatts ?? device.averageMilliwatts;
  const vital = { gpuPercent, celsius, milliwatts: drawn, performanceState, fanPercent };
  const clocks = { smMhz: device.smMhz ?? device.graphicsMhz };
  const { pcieGeneration, eccMode, migMode, limitMilliwatts, memoryMhz, encoderPercent } = device;
  const other = { memory, pcieGeneration, eccMode, migMode, limitMilliwatts, memoryMhz, encoderPercent };
  const outcomes = (values: object) =>
    Object.entries(values).map(([name, value]: [string, unknown]) => outcome(name, value));
  return unreadState({ vital: outcomes({ ...vital, ...clocks }), other: outcomes(other) });
}

function cardOf(device: NvmlDevice, place: number, snapshot: NvmlCards, context: NvmlContext): NvidiaCard {
  const identity = identityOf(device, place, snapshot, context);
  const code = problemOf(device);
  if (code === nvmlCode.gpuIsLost) return lostNvidiaCard(identity, 'lost');
  if (code === nvmlCode.resetRequired) return lostNvidiaCard(identity, 'reset_required');
  if (code !== null) return refusedCard(identity, code, snapshot, context.around);
  return {
    ...bareNvidiaCard(identity, 'ok'),
    ...unreadOf(device),
    ...activityOf(device),
    ...memoryOf(device, context.systemMemory),
    ...powerOf(device),
    ...stateFields(device),
    driverVersion: snapshot.driverVersion,
    nvmlVersion: snapshot.nvmlVersion,
    cudaVersion: cudaVersion(snapshot.cudaVersion),
    ...nvmlProcesses(device, { hides: context.around.hidesPrograms, nameOf: context.processName }),
  };
}

function identityOf(
  device: NvmlDevice,
  place: number,
  snapshot: NvmlCards,
  { around, seen }: NvmlContext,
): NvidiaIdentity {
  const address = parsePciAddress(device.pciAddress ?? addressAt(place, device, snapshot, around) ?? '');
  // Its place is that of another card once that one tells its own UUID.
  const isFree = ({ id }: NvidiaIdentity) => snapshot.devices.every(({ uuid }) => uuid !== id);
  const isAtPlace = (one: NvidiaIdentity) => one.driverIndex === device.index && isFree(one);
  const before =
    seen.find((one) => address !== null && one.pciAddress === address) ??
    seen.find((one) => (address === null || one.pciAddress === null) && isAtPlace(one));
  const now: NvidiaIdentity = {
    id: device.uuid ?? address ?? unidentified(device.index ?? place),
    name: device.name,
    pciAddress: address,
    driverIndex: device.index,
  };
  if (before === undefined) return now;
  return {
    id: device.uuid ?? before.id,
    name: now.name ?? before.name,
    pciAddress: now.pciAddress ?? before.pciAddress,
    driverIndex: now.driverIndex ?? before.driverIndex,
  };
}

/** The driver lists its cards in the order of their addresses; told only when both lists are equally long. */
function addressAt(
  place: number,
  device: NvmlDevice,
  snapshot: NvmlCards,
  { drivenCards }: NvidiaSurroundings,
): string | null {
  const complete = drivenCards.length === snapshot.devices.length && device.index !== null;
  return complete ? (drivenCards[place] ?? null) : null;
}

/** Where other cards answer the driver as a whole is well: then it is this card alone that is refused. */
function refusedCard(
  identity: NvidiaIdentity,
  code: number,
  { devices }: NvmlCards,
  around: NvidiaSurroundings,
): NvidiaCard {
  const words = outcomeOfCode(code);
  if (typeof words !== 'string' && devices.some((one) => problemOf(one) === null)) {
    const refusal = refusedBy(words.words);
    return bareNvidiaCard(identity, refusal.state, refusal);
  }
  const { state, reason, remedy } = nvmlProblem(code, around);
  return bareNvidiaCard(identity, cardState(state), { reason, remedy });
}

function activityOf(device: NvmlDevice): Partial<NvidiaCard> {
  // A card split into instances has no usage of its own, whatever the driver says.
  const whole = device.migMode !== 1;
  return {
    usagePercent: whole ? device.gpuPercent : null,
    memoryActivityPercent: whole ? device.memoryPercent : null,
    encoderPercent: whole ? device.encoderPercent : null,
    decoderPercent: whole ? device.decoderPercent : null,
  };
}

/** Shared memory is told by the name together with a driver that has no memory to report: either alone is no proof. */
function memoryOf(device: NvmlDevice, systemMemory: () => SystemMemory): Partial<NvidiaCard> {
  const integrated = isIntegratedNvidia(device.name);
  const { memory } = device;
  const hasNone = memory === null ? isUnsupported(device.errors['memory']) : memory.total === 0;
  if (integrated && device.migMode !== 1 && hasNone) {
    return { integrated: true, memoryKind: 'unified', systemMemory: systemMemory() };
  }
  if (memory === null || memory.total === 0) return { integrated: integrated ? true : null };
  return {
    integrated,
    memoryKind: integrated ? null : 'dedicated',
    vramTotal: memory.total,
    vramUsed: memory.used,
    vramFree: memory.free,
    memoryReserved: memory.reserved,
  };
}

function isUnsupported(code: number | undefined): boolean {
  return code !== undefined && nvmlMeaning(code).unsupported === true;
}

/** Of the three ways of telling the power the first that can be: some laptops tell many times their limit in one. */
function powerOf(device: NvmlDevice): Partial<NvidiaCard> {
  const { milliwatts, averageMilliwatts, instantMilliwatts } = device;
  const limitWatts = thousandth(device.limitMilliwatts);
  const told = [milliwatts, averageMilliwatts, instantMilliwatts].map(thousandth);
  return {
    ...firstDrawn(told, [limitWatts]),
    instantWatts: thousandth(instantMilliwatts),
    limitWatts,
    joules: thousandth(device.millijoules),
  };
}

function thousandth(value: number | null): number | null {
  return value === null ? null : value / 1000;
}

function stateFields(device: NvmlDevice): Partial<NvidiaCard> {
  const { performanceState, eccMode } = device;
  return {
    celsius: device.celsius,
    memoryCelsius: device.memoryCelsius,
    fanPercent: device.fanPercent,
    graphicsMhz: device.smMhz ?? device.graphicsMhz,
    memoryMhz: device.memoryMhz,
    pcieGeneration: device.pcieGeneration,
    pcieWidth: device.pcieWidth,
    throttleReasons: parseNvidiaClockReasons(device.clocksEventReasons ?? ''),
    performanceState: performanceState === null || performanceState > 15 ? null : `P${performanceState}`,
    eccMode: modeOf(eccMode),
    ecc: eccMode === 1 ? device.ecc : null,
    migMode: modeOf(device.migMode),
    migInstances: device.migInstances.map(instanceOf),
  };
}

function modeOf(mode: number | null): 'enabled' | 'disabled' | null {
  if (mode === null) return null;
  return mode === 1 ? 'enabled' : 'disabled';
}

function instanceOf({ memory, uuid, ...instance }: NvmlMigInstance): NvidiaMigInstance {
  return {
    ...instance,
    id: uuid,
    memoryTotal: memory?.total ?? null,
    memoryUsed: memory?.used ?? null,
    memoryFree: memory?.free ?? null,
  };
}

function cudaVersion(version: number | null): string | null {
  return version === null ? null : `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
}
