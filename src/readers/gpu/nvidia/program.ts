import type { Host } from '../../../host/host.js';
import type { NvidiaSmiLostCard } from '../../../parsers/nvidia/smi-messages.js';
import { numberCell, type NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import { nvmlCode, nvmlWords } from '../../../parsers/nvidia/return-codes.js';
import { parsePciAddress } from '../../../parsers/pci/address.js';
import { parseProcMeminfo } from '../../../parsers/proc/meminfo.js';
import type { GpuBackendReading, SystemMemory } from '../card.js';
import {
  bareNvidiaCard,
  lostNvidiaCard,
  nvidiaCard,
  unidentified,
  type NvidiaCard,
  type NvidiaIdentity,
} from './card.js';
import type { NvidiaProcessesAndMig } from './processes-and-mig.js';
import type { NvidiaAnswer } from './one-shot.js';
import { smiProcesses } from './processes.js';
import { lostProblem, reportedProblem, type NvidiaSurroundings, type NvidiaProblem } from './diagnosis.js';
import { refusedBy } from './unread.js';

/** What a reading of nvidia-smi's answer needs to know beside it. */
export interface ProgramContext {
  host: Host;
  around: NvidiaSurroundings;
  /** The cards as they were when they last answered. */
  seen: readonly NvidiaIdentity[];
}

const forbidden = nvmlWords(nvmlCode.noPermission);

/** The answer of a one-shot `nvidia-smi` as a reading. A lost card stays in the list under its earlier identity. */
export function programReading(answer: NvidiaAnswer, context: ProgramContext): GpuBackendReading<NvidiaCard> {
  if (answer.failure === null) return sound(answer, context);
  const { around } = context;
  return {
    ...reportedProblem(answer.failure, around),
    source: 'nvidia-smi',
    driverVersion: around.loadedVersion,
    cards: lostCards(answer, context),
  };
}

/** Rows of a looping `nvidia-smi` as a reading, with what was asked beside it. */
export function loopingReading(
  rows: readonly NvidiaSmiRow[],
  processesAndMig: NvidiaProcessesAndMig,
  context: ProgramContext,
): GpuBackendReading<NvidiaCard> {
  const placed = withAddresses(rows, context.around.drivenCards);
  const answer = { rows: placed, lost: [], list: null, ...processesAndMig, failure: null };
  return { ...programReading(answer, context), source: 'nvidia-smi (looping)' };
}

/** A card of which only the index is told sits where the driver has it in its list, where both lists are equally long. */
function withAddresses(rows: readonly NvidiaSmiRow[], driven: readonly string[]): NvidiaSmiRow[] {
  return rows.map((row) => {
    const address = driven[numberCell(row, 'index') ?? -1];
    const isTold = row.values.has('uuid') || row.values.has('pci.bus_id');
    if (isTold || address === undefined || driven.length !== rows.length) return row;
    return { ...row, values: new Map(row.values).set('pci.bus_id', address) };
  });
}

function sound(answer: NvidiaAnswer, context: ProgramContext): GpuBackendReading<NvidiaCard> {
  const { host, around } = context;
  const processesOf = (uuid: string) => smiProcesses(uuid, answer.apps, around.hidesPrograms);
  const memory = () => systemMemory(host);
  const read = answer.rows.map((row, place) =>
    listed(withInstances(nvidiaCard(row, place, processesOf, memory), answer.mig)),
  );
  const lost = lostCards(answer, context).filter(({ id }) => read.every((card) => card.id !== id));
  const cards = [...read, ...lost].sort((a, b) => (a.driverIndex ?? Infinity) - (b.driverIndex ?? Infinity));
  return {
    ...problemOf(cards),
    source: 'nvidia-smi',
    driverVersion:
      cards.find(({ driverVersion }) => driverVersion !== null)?.driverVersion ?? around.loadedVersion,
    cards,
  };
}

/** The backend is `ok` when one card is; else it is as its first card that is not lost. */
function problemOf(cards: readonly NvidiaCard[]): NvidiaProblem {
  if (cards.some(({ state }) => state === 'ok')) return { state: 'ok', reason: null, remedy: null };
  const [first] = cards.filter(({ state }) => state === 'failed' || state === 'no_permission');
  if (first === undefined) return lostProblem();
  const state = first.state === 'no_permission' ? 'no_permission' : 'failed';
  return { state, reason: first.reason, remedy: first.remedy };
}

/** Of a card that answers nothing else an empty list of programs is no answer either. */
function listed(card: NvidiaCard): NvidiaCard {
  return card.state === 'ok' || card.processes?.length !== 0 ? card : { ...card, processes: null };
}

/** The instances of a card that is split, from what `nvidia-smi -q -x` says of it. */
function withInstances(card: NvidiaCard, mig: NvidiaAnswer['mig']): NvidiaCard {
  if (card.migMode !== 'enabled' || mig === null) return card;
  const parsed = mig.find(
    ({ uuid, pciAddress }) => uuid === card.id || parsePciAddress(pciAddress ?? '') === card.id,
  );
  return { ...card, migInstances: parsed?.migInstances ?? null };
}

/** The system's own memory, in bytes. */
export function systemMemory(host: Host): SystemMemory {
  const fields = parseProcMeminfo(host.proc.optional('meminfo') ?? '');
  return { total: fields.get('MemTotal') ?? null, available: fields.get('MemAvailable') ?? null };
}

function lostCards(answer: NvidiaAnswer, { seen, around }: ProgramContext): NvidiaCard[] {
  if (answer.lost.length === 0) return [];
  return answer.lost.map((lost, place) => {
    const identity = identityOf(lost, place, { answer, seen, driven: around.drivenCards });
    if (lost.cause === 'no_permission') {
      return bareNvidiaCard(identity, 'no_permission', refusedBy(forbidden));
    }
    return lostNvidiaCard(identity, lost.cause === 'reset_required' ? 'reset_required' : 'lost');
  });
}

/** Who a lost card is: as it was when it still answered, as `-L` lists it, or by where it sits. */
function identityOf(
  lost: NvidiaSmiLostCard,
  place: number,
  {
    answer,
    seen,
    driven,
  }: { answer: NvidiaAnswer; seen: readonly NvidiaIdentity[]; driven: readonly string[] },
): NvidiaIdentity {
  const listed = answer.list?.healthy.find(({ index }) => index === lost.index);
  const address = parsePciAddress(lost.pciAddress ?? '') ?? addressAt(lost.index, answer, driven);
  const known = seen.find((one) =>
    address !== null ? one.pciAddress === address : lost.index !== null && one.driverIndex === lost.index,
  );
  if (known !== undefined) return known;
  return {
    id: listed?.uuid ?? address ?? unidentified(lost.index ?? place),
    name: listed?.name ?? null,
    pciAddress: address,
    driverIndex: lost.index,
  };
}

/** The driver lists its cards in the order of their addresses; told only when both lists are equally long. */
function addressAt(index: number | null, answer: NvidiaAnswer, driven: readonly string[]): string | null {
  const listed = (answer.list?.healthy.length ?? 0) + (answer.list?.lost.length ?? 0);
  return index === null || driven.length !== listed ? null : parsePciAddress(driven[index] ?? '');
}
