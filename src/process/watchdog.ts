import { Worker } from 'node:worker_threads';
import { WatchdogMemory } from './watchdog-memory.js';

/** Is told when the event loop runs, and what is being read; ends the process when it stands for too long. */
export interface Watchdog {
  beat: (next: number) => void;
  begin: (what: string) => void;
  end: () => void;
  stop: () => void;
}

/** V8's own needs, MiB; nothing of the service is in there. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, stackSizeMb: 1 };

/**
 * A thread that ends this process when its event loop has stood for `limit` ms: held by a driver, or by a lock, where
 * nothing in it could end that. Whoever started it (systemd, Docker) starts it again.
 */
export function startWatchdog(limit: number): Watchdog {
  const memory = new WatchdogMemory();
  memory.limit = limit;
  const thread = new Worker(new URL('./watchdog-thread.js', import.meta.url), {
    workerData: memory.buffer,
    resourceLimits,
    env: {},
    execArgv: [],
  });
  thread.unref();
  return {
    beat: (next) => memory.beat(next),
    begin: (what) => memory.begin(what),
    end: () => memory.end(),
    stop: () => memory.stop(),
  };
}
