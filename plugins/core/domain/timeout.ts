import { within, type Clock } from '../../../src/clock.js';
import { Failure } from '../../../src/failures.js';
import { withoutBody, type Entry, type Shown } from '../../../src/sampling/catalogue.js';

/** What an entry shows, or a failure `pending` when that takes longer than `timeout` ms; its reading goes on. */
export function withinTimeout(clock: Clock, entry: Entry, timeout: number): Promise<Shown> {
  return within(clock, timeout, entry.current(), () => {
    const message = `${entry.name} is still being read; ask again in a moment`;
    return withoutBody(entry.name, new Failure('pending', message));
  });
}
