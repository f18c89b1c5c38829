import { readFile } from 'node:fs/promises';

/** A read that a driver may hold for good. */
interface Read {
  content: Promise<Uint8Array>;
  /** As `performance.now()` tells it. */
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
export function deviceReads(): (path: string, deadline: number) => Promise<DeviceRead> {
  const underWay = new Map<string, Read>();

  const start = (path: string): Read => {
    const content = readFile(path).finally(() => underWay.delete(path));
    const read = { content, started: performance.now(), granted: 0 };
    underWay.set(path, read);
    return read;
  };

  return async (path, deadline) => {
    const known = underWay.get(path);
    if (known !== undefined && lasted(known) >= known.granted - timerHaste) return { late: true };
    const read = known ?? start(path);
    read.granted = Math.max(read.granted, deadline);
    return within(Math.min(deadline, read.granted - lasted(read)), read.content);
  };
}

function lasted({ started }: Read): number {
  return performance.now() - started;
}

/** What `content` becomes, unless it takes longer than `deadline` ms. */
async function within(deadline: number, content: Promise<Uint8Array>): Promise<DeviceRead> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DeviceRead>((resolve) => {
    timer = setTimeout(() => resolve({ late: true }), deadline).unref();
  });
  const read = content.then(
    (bytes): DeviceRead => ({ bytes }),
    (thrown: unknown): DeviceRead => ({ thrown }),
  );
  return Promise.race([read, late]).finally(() => clearTimeout(timer));
}
