import type { Host } from '../../host/host.js';
import { cgroupFolders, parseProcCgroup } from '../../parsers/cgroup.js';
import { parseMountinfo, type Mount } from '../../parsers/mountinfo.js';

/** What this process is told of itself, whatever the settings say. */
export interface OwnView {
  /** Its mounts, in the order of mounting. */
  mounts: readonly Mount[];
  /** The path of its control group in every hierarchy, by controller. */
  groups: ReadonlyMap<string, string>;
}

/**
 * Gives what this process sees; the same object as long as nothing was mounted and its control group is the same,
 * since parsing hundreds of mounts would cost more than the reading they are needed for.
 */
export function ownView({ own }: Host): () => OwnView {
  let known: { texts: readonly [string, string]; view: OwnView } | null = null;
  return () => {
    const mounts = own.optional('proc/self/mountinfo') ?? '';
    const groups = own.optional('proc/self/cgroup') ?? '';
    if (known?.texts[0] !== mounts || known.texts[1] !== groups) {
      const view = { mounts: parseMountinfo(mounts), groups: parseProcCgroup(groups) };
      known = { texts: [mounts, groups], view };
    }
    return known.view;
  };
}

/** How one version of control groups tells a limit. */
export interface GroupLimit {
  /** The controller's name; empty for version 2. */
  controller: string;
  /** The limit that the files of a group tell; null for none. A file that is not there is empty. */
  limit: (file: (name: string) => string) => number | null;
}

/**
 * The tightest limit on the way from this process's control group up to the root, with the files of the group that
 * has it; null where there is none. It is about this process, so it is read from its own trees.
 */
export function tightestLimit<W extends GroupLimit>(
  { own }: Host,
  { mounts, groups }: OwnView,
  ways: readonly W[],
) {
  let tightest: { limit: number; way: W; file: (name: string) => string } | null = null;
  for (const way of ways) {
    for (const folder of cgroupFolders(groups, mounts, way.controller)) {
      const file = (name: string) => own.optional(`${folder}/${name}`) ?? '';
      const limit = way.limit(file);
      if (limit !== null && (tightest === null || limit < tightest.limit)) tightest = { limit, way, file };
    }
  }
  return tightest;
}
