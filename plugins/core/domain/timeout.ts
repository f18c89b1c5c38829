import type { Clock } from '../../../src/clock.js';
import { Failure } from '../../../src/failures.js';
import { withoutBody, type Entry, type Shown } from '../../../src/sampling/catalogue.js';

/** What an entry shows, or a failure `pending` when that takes longer than `patience` ms; its reading goes on. */
export async function withinPatience(clock: Clock, entry: Entry, patience: number): Promise<Shown> {
  const current = entry.current();
  let cancel: () => void = () => undefined;
  const tooLate = new Promise<Shown>((resolve) => {
    cancel = clock.setTimer(patience, () => {
      const message = `${entry.name} is still being read; ask again in a moment`;
      resolve(withoutBody(entry.name, new Failure('pending', message)));
    });
  });
  try {
    return await Promise.race([current, tooLate]);
  } finally {
    cancel();
  }
}
