import { remembered } from '../../clock.js';
import type { Host } from '../../host/host.js';
import { ownerOf } from '../hwmon.js';

/** How long labels, limits and the list of sensors are believed, ms: a driver may add some. */
const fixedAge = 60_000;

/**
 * What stays of each numbered thing in `folder` of /sys (`hwmon2`), made by `make` once a minute, and at once when its
 * number has become that of another thing: drivers that are loaded anew may exchange theirs. `nameFile` says what it is.
 */
export function fixedOf<T>(
  host: Host,
  { folder, nameFile }: { folder: string; nameFile: string },
  make: (id: string) => Promise<T>,
): (ids: readonly string[]) => Promise<T[]> {
  let known = new Map<string, { owner: string; read: () => Promise<T> }>();
  const fixed = (id: string) => {
    const owner = ownerOf(host, `${folder}/${id}`, nameFile);
    const before = known.get(id);
    if (before?.owner === owner) return before;
    return { owner, read: remembered(host.clock, fixedAge, () => make(id)) };
  };
  return (ids) => {
    known = new Map(ids.map((id) => [id, fixed(id)]));
    return Promise.all([...known.values()].map(({ read }) => read()));
  };
}
