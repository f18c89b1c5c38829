import type { FastifyInstance } from 'fastify';
import { GpuStats, type Gpu } from '../../schemas/gpu/gpu.js';
import { recognised } from '../../src/recognised.js';

/** What a process holds of one card. */
interface OnCard {
  id: string;
  index: number;
  /** Bytes; null where the driver does not tell. */
  used: number | null;
}

/** What a process holds of each card; null where a card that it may use does not tell. */
type OnCards = (pid: number) => OnCard[] | null;

/**
 * Gives what each process holds of the graphics cards just now, for a domain that shows it beside its own: asked for each
 * time, so that the cards are read as long as somebody wants to know.
 */
export function memoryOnCards(app: FastifyInstance): () => OnCards {
  const onCards = recognised(onCardsOf);
  return () => {
    const shown = app.monitor.catalogue.get(GpuStats).fresh();
    return shown?.ok === true ? onCards(shown.body.gpus) : unknown;
  };
}

const unknown: OnCards = () => null;

function onCardsOf(gpus: readonly Gpu[]): OnCards {
  const held = new Map<number, OnCard[]>();
  for (const { id, index, processes } of gpus) {
    for (const { pid, memory_bytes: used } of processes ?? []) {
      const ofProcess = held.get(pid) ?? [];
      held.set(pid, ofProcess);
      ofProcess.push({ id, index, used });
    }
  }
  const tellAll = gpus.every(
    ({ processes, processes_reason: reason }) => processes !== null && reason === null,
  );
  return (pid) => held.get(pid) ?? (tellAll ? [] : null);
}
