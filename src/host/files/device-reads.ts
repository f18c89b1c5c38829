import { readFile } from 'node:fs/promises';
import { within, type Clock } from '../../clock.js';

/** A read that a driver may hold for good. */
interface Read {
  outcome: Promise<DeviceRead>;
  /** Of the clock's `monotonic()`, ms. */
  started: number;
  /** The longest time that one who asked grants it, ms. */
  granted: number;
}

/** A timer may end so much before its time, ms: whoever asks just then comes too late all the same. */
const timerHaste = 1;

/** What came of a read: its content, what was thrown, or that its deadline passed. */
export type DeviceRead = { bytes: Uint8Array } | { thrown: unknown } | { late: true };

/**
 * Reads files whose drivers may block. All who ask for a path at the same time share one read of it; a read past its
 * deadline goes on, since nothing can end it, and whoever asks meanwhile is refused at once: a file that hangs holds
 * one thread, however often it is asked for, and makes nobody wait but those who asked first.
 */
export function deviceReads(clock: Clock): (path: string, deadline: number) => Promise<DeviceRead> {
  const underWay = new Map<string, Read>();

  const start = (path: string): Read => {
    const outcome = outcomeOf(readFile(path)).finally(() => underWay.delete(path));
    const read = { outcome, started: clock.monotonic(), granted: 0 };
    underWay.set(path, read);
    return read;
  };

  const lasted = ({ started }: Read) => clock.monotonic() - started;

  return async (path, deadline): Promise<DeviceRead> => {
    const known = underWay.get(path);
    if (known !== undefined && lasted(known) >= known.granted - timerHaste) return { late: true };
    const read = known ?? start(path);
    read.granted = Math.max(read.granted, deadline);
    const left = Math.min(deadline, read.granted - lasted(read));
    return within(clock, left, read.outcome, (): DeviceRead => ({ late: true }));
  };
}

async function outcomeOf(content: Promise<Uint8Array>): Promise<DeviceRead> {
  try {
    return { bytes: await content };
  } catch (thrown) {
    return { thrown };
  }
}
