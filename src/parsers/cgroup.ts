import { finite } from './arithmetic.js';
import type { Mount } from './mountinfo.js';

/**
 * `/proc/<pid>/cgroup` (cgroups(7)): the path of a control group below its hierarchy, by controller; the v2
 * hierarchy stands under the empty name.
 */
export function parseProcCgroup(text: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const [, controllers = '', path] of text.matchAll(/^\d+:([^:\n]*):(\/.*)$/gm)) {
    if (path === undefined) continue;
    for (const controller of controllers.split(',')) paths.set(controller, path);
  }
  return paths;
}

/**
 * A limit or counter of a control group (https://docs.kernel.org/admin-guide/cgroup-v2.html): one number. Null
 * for `max` and for v1's way of saying "none", a number beyond any real memory.
 */
export function parseCgroupNumber(text: string): number | null {
  const digits = /^\s*(\d+)\s*$/.exec(text)?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  return value < 2 ** 60 ? value : null;
}

/** `cpu.max` of cgroup v2, `quota period` in µs: how many CPUs' time may be used; null without a limit. */
export function parseCpuMax(text: string): number | null {
  const [, quota, period] = /^\s*(\d+) (\d+)\s*$/.exec(text) ?? [];
  return quota === undefined || Number(period) === 0 ? null : finite(Number(quota)) / finite(Number(period));
}

/**
 * The folders that show a process's control group of this controller and those above it, as far as they can be seen
 * from its container, from the innermost on and without the leading slash. The controller of v2 is the empty name.
 * `paths` are the process's own, and so are `mounts`: a container that hides what is above its own group shows that
 * group as the root.
 */
export function cgroupFolders(
  paths: ReadonlyMap<string, string>,
  mounts: readonly Mount[],
  controller: string,
): string[] {
  const path = paths.get(controller);
  const mount = mounts.findLast(
    ({ mountPoint, type, superOptions }) =>
      /^\/sys\/fs\/cgroup(?:\/|$)/.test(mountPoint) &&
      (controller === ''
        ? type === 'cgroup2'
        : type === 'cgroup' && superOptions.split(',').includes(controller)),
  );
  // What lies outside of its namespace (`/../..`) is not shown: the root that is seen is another group's.
  if (path === undefined || mount === undefined || path.startsWith('/..')) return [];
  const base = mount.mountPoint.slice(1);
  return groupAndAbove(below(mount.root, path) ?? '').map((group) => `${base}${group}`);
}

/** What is left of `path` below `root`; null when it is elsewhere. */
function below(root: string, path: string): string | null {
  if (root === '/') return path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : null;
}

/** A control group and those above it: `/a/b` → `/a/b`, `/a`, and the root as the empty string. */
function groupAndAbove(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('');
}
