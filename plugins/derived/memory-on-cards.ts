import type { FastifyInstance } from 'fastify';
import { GpuStats, type Gpu } from '../../schemas/gpu/gpu.js';
import { OtherModels } from '../../schemas/models.js';
import { OllamaStats } from '../../schemas/ollama.js';
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

/** Of history alone cards are read once a minute; what a process held then is still told. */
const greatestAge = 90_000;

/**
 * Gives what each process holds of the graphics cards, for a domain that shows it beside its own. While somebody asks for
 * models the cards are read for it; otherwise what was read last is taken, so that they can sleep.
 */
export function memoryOnCards(app: FastifyInstance): () => OnCards {
  const { catalogue, clock } = app.monitor;
  const onCards = recognised(onCardsOf);
  return () => {
    const cards = catalogue.get(GpuStats);
    const isAsked = catalogue.get(OllamaStats).isWanted() || catalogue.get(OtherModels).isWanted();
    const shown = isAsked ? cards.fresh() : cards.latest();
    const isRecent = shown?.ok === true && clock.epoch() - shown.epoch < greatestAge;
    return isRecent ? onCards(shown.body.gpus) : unknown;
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
