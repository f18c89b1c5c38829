import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { cgroupFolders, parseProcCgroup } from '../../parsers/cgroup.js';
import { parseMountinfo, type Mount } from '../../parsers/mountinfo.js';
import { recognised } from '../../recognised.js';

/** What this process is told of itself, whatever the settings say. */
export interface OwnView {
  /** Its mounts, in the order of mounting; none when they are not told. */
  mounts: readonly Mount[];
  mountsAreTold: boolean;
  /** The path of its control group in every hierarchy, by controller. */
  groups: ReadonlyMap<string, string>;
}

/** What gives it, one for all readers of a host. */
export type OwnViewNow = () => OwnView;

/**
 * Gives what this process sees; the same object as long as nothing was mounted and its control group is the same,
 * since parsing hundreds of mounts would cost more than the reading they are needed for.
 */
export function ownView({ own }: Host): OwnViewNow {
  const mountsOf = recognised(parseMountinfo);
  const viewOf = recognised((mounts: string | null, groups: string): OwnView => ({
    mounts: mountsOf(mounts ?? ''),
    mountsAreTold: mounts !== null,
    groups: parseProcCgroup(groups),
  }));
  return () => viewOf(own.optional('proc/self/mountinfo', 'names'), own.optional('proc/self/cgroup') ?? '');
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
 * has it; null where there is none, and where one of them cannot be read. It is about this process, so it is read from
 * its own trees.
 */
export function tightestLimit<W extends GroupLimit>(
  { own }: Host,
  { mounts, groups }: OwnView,
  ways: readonly W[],
) {
  let tightest: { limit: number; way: W; file: (name: string) => string } | null = null;
  const refusals: Failure[] = [];
  for (const way of ways) {
    for (const folder of cgroupFolders(groups, mounts, way.controller)) {
      const file = (name: string) => {
        const text = own.textAnswer(`${folder}/${name}`);
        if (!(text instanceof Failure)) return text ?? '';
        refusals.push(text);
        return '';
      };
      const limit = way.limit(file);
      if (limit !== null && (tightest === null || limit < tightest.limit)) tightest = { limit, way, file };
    }
  }
  // Without one of the groups another one's limit is no answer.
  return refusals.length > 0 ? null : tightest;
}
