import { certificateInterval } from '../../src/listening/certificate-watch.js';
import type { FakeClock } from '../helpers/fake-clock.js';

/** Lets the next look at the files of a certificate pass, and the rest after a change. */
export async function lookPassed(clock: FakeClock): Promise<void> {
  for (const span of [certificateInterval, 200]) {
    await clock.advance(span);
    // The files are real: while they are asked for, no timer is set.
    while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
