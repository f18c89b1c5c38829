import type { Gpu } from '../../../schemas/gpu/gpu.js';
import type { GpuCard } from '../../../src/readers/gpu/card.js';

/** The model that a process runs; null when it runs none, or that is not known. */
export type ModelOf = (pid: number) => string | null;

/** What is known of programs from elsewhere. */
export interface SeenModels {
  modelOf?: ModelOf;
}

/** The card with the models that its programs run; the same one where they run none. */
export function withModels<C extends GpuCard>(card: C, modelOf: ModelOf): C {
  if (card.processes === null || card.processes.every(({ pid }) => modelOf(pid) === null)) return card;
  return { ...card, processes: card.processes.map((one) => ({ ...one, model: modelOf(one.pid) })) };
}

/** The programs of a card as they are shown. */
export function presentProcesses({ processes }: GpuCard): Gpu['processes'] {
  return (
    processes?.map(({ pid, name, model = null, kind, memory }) => ({
      pid,
      name,
      model,
      kind,
      memory_bytes: memory,
    })) ?? null
  );
}
