import { asFailure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import type { NvidiaSmiLostCard } from '../../parsers/nvidia-smi-messages.js';
import { parsePciAddress } from '../../parsers/pci-address.js';
import { parseProcMeminfo } from '../../parsers/proc-meminfo.js';
import type { GpuBackendReading } from './card.js';
import {
  bareNvidiaCard,
  nvidiaCard,
  unidentified,
  type NvidiaCard,
  type NvidiaIdentity,
  type SystemMemory,
} from './nvidia-card.js';
import { nvidiaOneShot, type NvidiaAnswer } from './nvidia-one-shot.js';
import { lostTrouble, nvidiaSurroundings, programTrouble, reportedTrouble } from './nvidia-trouble.js';

type NvidiaReading = GpuBackendReading<NvidiaCard>;

/**
 * Reads the NVIDIA cards through `nvidia-smi`. A missing or broken driver is a state; only a program that does not
 * answer (`timeout`) or answers beyond all measure is thrown as a Failure, so that it is asked less often. A lost
 * card stays in the list under the identity it had before.
 */
export function nvidiaReader(host: Host): () => Promise<NvidiaReading> {
  const look = nvidiaOneShot(host);
  let seen: readonly NvidiaIdentity[] = [];

  return async () => {
    let answer: NvidiaAnswer;
    try {
      answer = await look();
    } catch (thrown) {
      const around = nvidiaSurroundings(host);
      return empty(programTrouble(asFailure(thrown), around), null, around.loadedVersion);
    }
    if (answer.failure !== null) {
      const around = nvidiaSurroundings(host);
      const trouble = reportedTrouble(answer.failure, around);
      return { ...empty(trouble, 'nvidia-smi', around.loadedVersion), cards: lostCards(host, answer, seen) };
    }
    const reading = sound(host, answer, seen);
    seen = remembered(seen, reading.cards);
    return reading;
  };
}

function empty(
  trouble: Pick<NvidiaReading, 'state' | 'reason' | 'remedy'>,
  source: string | null,
  driverVersion: string | null,
): NvidiaReading {
  return { ...trouble, source, driverVersion, cards: [] };
}

function sound(host: Host, answer: NvidiaAnswer, seen: readonly NvidiaIdentity[]): NvidiaReading {
  const read = answer.rows.map((row, place) => nvidiaCard(row, place, answer.apps, () => systemMemory(host)));
  const lost = lostCards(host, answer, seen).filter(({ id }) => read.every((card) => card.id !== id));
  const cards = [...read, ...lost].sort((a, b) => (a.driverIndex ?? Infinity) - (b.driverIndex ?? Infinity));
  const someAnswer = cards.some(({ state }) => state !== 'lost');
  return {
    ...(someAnswer ? { state: 'ok', reason: null, remedy: null } : lostTrouble()),
    source: 'nvidia-smi',
    driverVersion:
      cards.find(({ driverVersion }) => driverVersion !== null)?.driverVersion ??
      nvidiaSurroundings(host).loadedVersion,
    cards,
  };
}

function systemMemory(host: Host): SystemMemory {
  const fields = parseProcMeminfo(host.proc.text('meminfo') ?? '');
  return { total: fields.get('MemTotal') ?? null, available: fields.get('MemAvailable') ?? null };
}

function lostCards(host: Host, answer: NvidiaAnswer, seen: readonly NvidiaIdentity[]): NvidiaCard[] {
  if (answer.lost.length === 0) return [];
  const driven = nvidiaSurroundings(host).drivenCards;
  return answer.lost.map((lost, place) => {
    const state = lost.cause === 'no_permission' ? 'no_permission' : 'lost';
    return bareNvidiaCard(identityOf(lost, place, { answer, seen, driven }), state);
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

/** What is known of every card, with those that answer now as they are now. */
function remembered(before: readonly NvidiaIdentity[], cards: readonly NvidiaCard[]): NvidiaIdentity[] {
  const now = cards
    .filter(({ state }) => state !== 'lost')
    .map(({ id, name, pciAddress, driverIndex }) => ({ id, name, pciAddress, driverIndex }));
  const stillLost = before.filter(({ id }) => cards.some((card) => card.id === id && card.state === 'lost'));
  return [...now, ...stillLost];
}
