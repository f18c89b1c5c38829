import type { ServerProcess } from './find.js';
import { onlyKnown } from './reading.js';

/** More servers of one user, and in all, are not asked: anybody can start thousands that look like one. */
const mostOfUser = 32;
const mostOfAll = 128;

/** Whether a server is asked: the oldest of each user are. */
export function admission(): (server: ServerProcess) => boolean {
  const byUser = new Map<number | null, number>();
  let all = 0;
  return ({ userId }) => {
    const ofUser = (byUser.get(userId) ?? 0) + 1;
    byUser.set(userId, ofUser);
    if (ofUser > mostOfUser || all >= mostOfAll) return false;
    all += 1;
    return true;
  };
}

/** Of one that is not. */
export const tooMany = onlyKnown('unreachable', {
  reason: `not asked: no more than ${mostOfUser} servers of a user are, and ${mostOfAll} in all`,
});
