import type { FileIdentity, Host } from '../../host/host.js';
import { parseProcStatus, type Identity } from '../../parsers/proc/status.js';

/** A device of a GPU that this process may not open. */
export interface ClosedDevice {
  path: string;
  /** The group that may: its name, else its number. */
  group: string;
  groupNumber: number;
}

/**
 * The devices of GPUs that are here and closed to this user. Reading of GPUs from `/sys` needs none of them; the
 * drivers' own libraries and tools do.
 */
export function closedGpuDevices({ own, platform }: Host): ClosedDevice[] {
  if (platform !== 'linux') return [];
  const me = parseProcStatus(own.optional('proc/self/status') ?? '');
  if (me.user === null || me.readsAll) return [];
  const names = groupNames(own.optional('etc/group') ?? '');
  return devicePaths(own).flatMap((path) => {
    const device = own.identity(path);
    if (device === null || mayOpen(me, device)) return [];
    return [
      { path: `/${path}`, group: names.get(device.group) ?? String(device.group), groupNumber: device.group },
    ];
  });
}

function devicePaths(own: Host['own']): string[] {
  const inFolder = (folder: string, names: RegExp) =>
    own
      .list(folder)
      .filter((name) => names.test(name))
      .map((name) => `${folder}/${name}`);
  return [...inFolder('dev/dri', /^renderD\d+$/), ...inFolder('dev', /^(?:kfd|nvidia\d+|nvidiactl)$/)];
}

/** Reading and writing, as the drivers' libraries open a device. */
function mayOpen(me: Identity, { mode, owner, group }: FileIdentity): boolean {
  if (me.user === owner) return (mode & 0o600) === 0o600;
  if (me.group === group || me.groups.includes(group)) return (mode & 0o060) === 0o060;
  return (mode & 0o006) === 0o006;
}

/** `/etc/group` (group(5)): names by number; `+` and `-` begin no name, see `parsePasswd`. */
function groupNames(text: string): Map<number, string> {
  return new Map(
    [...text.matchAll(/^([^:\s#+-][^:\n]*):[^:\n]*:(\d+):/gm)].map(([, name = '', number]) => [
      Number(number),
      name,
    ]),
  );
}
