import type { Host } from '../../src/host/host.js';

/**
 * Files below `/sys` that limit the groups (cgroups, of both versions) this process is in, from its own up to the
 * topmost one that can be seen.
 */
export function groupFiles(host: Host): string[] {
  const mounts = groupMounts(host.proc.optional('self/mountinfo') ?? '');
  const groups = ownGroups(host.proc.optional('self/cgroup') ?? '');
  return mounts.flatMap(({ folder, root, controllers }) => {
    const group = groups.find((one) => controllers.includes(one.controller));
    if (group === undefined) return [];
    const path = root !== '/' && group.path.startsWith(root) ? group.path.slice(root.length) : group.path;
    const files = group.controller === '' ? unifiedFiles : (controllerFiles[group.controller] ?? []);
    return selfAndAbove(path).flatMap((above) => files.map((file) => `${folder}${above}/${file}`));
  });
}

const unifiedFiles = [
  'memory.max',
  'memory.high',
  'memory.current',
  'memory.swap.max',
  'memory.stat',
  'cpu.max',
];
const controllerFiles: Record<string, string[]> = {
  memory: ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.stat'],
  cpu: ['cpu.cfs_quota_us', 'cpu.cfs_period_us'],
};

interface GroupMount {
  /** Below `/sys`. */
  folder: string;
  root: string;
  /** The controllers it shows; version 2 has one tree for all, called `''`. */
  controllers: string[];
}

function groupMounts(mountinfo: string): GroupMount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [place = '', system = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = place.split(' ');
    const [type, , options = ''] = system.split(' ');
    if (!point.startsWith('/sys/') || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    const controllers =
      type === 'cgroup2' ? [''] : options.split(',').filter((name) => name in controllerFiles);
    return [{ folder: point.slice('/sys/'.length), root, controllers }];
  });
}

function ownGroups(cgroup: string): { controller: string; path: string }[] {
  return cgroup.split('\n').flatMap((line) => {
    const [, controllers, ...path] = line.split(':');
    if (controllers === undefined) return [];
    return controllers.split(',').map((controller) => ({ controller, path: path.join(':') }));
  });
}

/** `/a/b` gives `/a/b`, `/a` and the empty path of the topmost group. */
function selfAndAbove(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  return [...names.keys(), names.length].reverse().map((depth) =>
    names
      .slice(0, depth)
      .map((n) => `/${n}`)
      .join(''),
  );
}
