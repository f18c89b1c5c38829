import type { Clock } from '../clock.js';

/** How often the parent is looked for, ms. */
const pause = 300;

/**
 * Calls `ended` once, soon after the process that started this one has gone: there is no event for it. On Windows
 * that cannot be seen.
 */
export function whenParentEnds(clock: Clock, ended: () => void): void {
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid === parent) clock.setTimer(pause, look);
    else ended();
  };
  look();
}
