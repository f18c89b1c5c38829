import type { RunnerLive } from './reading.js';

/** What a process holds of one graphics card. */
export interface CardMemory {
  id: string;
  index: number;
  /** Bytes; null where the driver does not tell. */
  used: number | null;
}

/** What each process holds of the graphics cards; null of one where a card does not tell which programs use it. */
export type MemoryOnCards = () => (pid: number) => CardMemory[] | null;

/** The process that runs a model, and what it does. */
export interface ModelRunnerReading extends RunnerLive {
  /** Null where no process is seen. */
  pid: number | null;
  startedAt: number | null;
  memory: number | null;
  memorySource: 'pss' | 'rss' | null;
  cards: CardMemory[] | null;
}
