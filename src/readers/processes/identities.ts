import { remembered } from '../../clock.js';
import type { Host } from '../../host/host.js';
import { parseCmdline, parseEffectiveUser, parsePasswd } from '../../parsers/proc/pid-files.js';
import type { Scanned } from './scan.js';

/** Whose process it is, and how it was called. */
export interface Identity {
  user: string | null;
  userId: number | null;
  args: string[] | null;
}

interface Known {
  start: number;
  /** Of the program; another one is that of what was started in its place (execve). */
  name: string;
  at: number;
  userId: number | null;
  args: string[] | null;
}

/** How long the user and the arguments of a process are believed, ms: a process may change both. */
const knownAge = 30_000;
const usersAge = 60_000;

/** Reads the users of processes, and their command lines when `withArgs`: of new ones at once, of others at times. */
export function identitiesReader(host: Host, withArgs: boolean): (found: Scanned[]) => Promise<Identity[]> {
  let known = new Map<number, Known>();
  const users = usersReader(host);
  return async (found) => {
    const now = host.clock.monotonic();
    const isFresh = ({ stat }: Scanned) => {
      const one = known.get(stat.pid);
      return one?.start === stat.start && one.name === stat.name && now - one.at < knownAge;
    };
    const requested = found.filter((one) => !isFresh(one)).map(({ stat }) => stat.pid);
    const userIds = await visited(host, requested, 'status', parseEffectiveUser);
    const args = withArgs
      ? await visited(host, requested, 'cmdline', parseCmdline)
      : new Map<number, string[]>();
    known = new Map(
      found.map(({ stat: { pid, start, name } }) => {
        const old = userIds.has(pid) ? undefined : known.get(pid);
        return [
          pid,
          old ?? { start, name, at: now, userId: userIds.get(pid) ?? null, args: args.get(pid) ?? null },
        ];
      }),
    );
    const names = await users();
    return found.map(({ stat }) => {
      const { userId = null, args: own = null } = known.get(stat.pid) ?? {};
      return { user: userId === null ? null : (names.get(userId) ?? null), userId, args: own };
    });
  };
}

async function visited<T>(
  host: Host,
  pids: readonly number[],
  file: string,
  parse: (text: string) => T | null,
): Promise<Map<number, T | null>> {
  const values: (T | null)[] = [];
  await host.proc.visitTexts(
    pids.map((pid) => `${pid}/${file}`),
    (_, text) => values.push(text === null ? null : parse(text)),
  );
  return new Map(pids.map((pid, index) => [pid, values[index] ?? null]));
}

/** The users of the machine itself, not of the container this may run in. */
function usersReader({ clock, root }: Host): () => Promise<Map<number, string>> {
  return remembered(clock, usersAge, () => parsePasswd(root.optional('etc/passwd') ?? ''));
}
