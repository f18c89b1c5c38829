import { between, instant, loadBound, whole } from '../../bounds.js';
import { Each, type Bounds } from '../../plausible.js';
import type { HostReading } from './reader.js';

/** Longer than any machine runs, s: a hundred years. */
const longestUptime = 100 * 366 * 86_400;
type User = NonNullable<HostReading['users']>[number];

/** What the measurements of a machine as a whole can be. */
export const hostBounds: Bounds<HostReading> = {
  uptimeSeconds: between('uptime_seconds', 's', 0, longestUptime),
  bootEpoch: instant('booted_at'),
  loadAverage: loadBound,
  fileHandles: {
    allocated: whole('file_handles'),
    // Who sets no limit has the greatest number there is.
    maximum: between('file_handles_maximum', '', 0, 2 ** 64),
  },
  users: new Each<User, HostReading>(({ user }) => user, { since: instant('users.logged_in_at') }),
};
