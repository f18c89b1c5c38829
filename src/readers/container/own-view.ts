import { believed } from '../../clock.js';
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
  /** Why it is not known what its control groups are; null when it is. */
  refusal: Failure | null;
}

/** What gives it, one for all readers of a host. */
export type OwnViewNow = () => OwnView;

/**
 * Gives what this process sees; the same object as long as nothing was mounted and its control group is the same,
 * since parsing hundreds of mounts would cost more than the reading they are needed for.
 */
export function ownView({ own }: Host): OwnViewNow {
  const mountsOf = recognised(parseMountinfo);
  const viewOf = recognised((mounts: string | null, groups: string, refusal: Failure | null): OwnView => ({
    mounts: mountsOf(mounts ?? ''),
    mountsAreTold: mounts !== null,
    groups: parseProcCgroup(groups),
    refusal: mounts === null ? mountsUnread : refusal,
  }));
  let refused: Failure | null = null;
  return () => {
    const mounts = own.optional('proc/self/mountinfo', 'names');
    const groups = own.textAnswer('proc/self/cgroup');
    // The same refusal is the same object, so that what was made of it is recognised.
    refused = groups instanceof Failure ? (refused?.message === groups.message ? refused : groups) : null;
    return viewOf(mounts, groups instanceof Failure ? '' : (groups ?? ''), refused);
  };
}

const mountsUnread = new Failure('failed', 'what is mounted here is not told (/proc/self/mountinfo)');

/** How one version of control groups tells a limit. */
export interface GroupLimit {
  /** The controller's name; empty for version 2. */
  controller: string;
  /** The limit that the files of a group tell; null for none. A file that is not there is empty. */
  limit: (file: (name: string) => string) => number | null;
}

/** A limit that holds, the way it is told, and the folder of the control group that has it. */
export interface HeldLimit<W extends GroupLimit> {
  limit: number;
  way: W;
  folder: string;
}

/**
 * The tightest limit on the way from this process's control group up to the root; null where there is none, a Failure
 * where that cannot be told, since without one of the groups another one's limit is no answer. It is about this process,
 * so it is read from its own trees.
 */
export function tightestLimit<W extends GroupLimit>(
  { own }: Host,
  { mounts, groups, refusal }: OwnView,
  ways: readonly W[],
): HeldLimit<W> | null | Failure {
  if (refusal !== null) return refusal;
  let tightest: HeldLimit<W> | null = null;
  const refusals: Failure[] = [];
  let isSeen = false;
  for (const way of ways) {
    for (const folder of cgroupFolders(groups, mounts, way.controller)) {
      isSeen = true;
      const limit = way.limit((name) => {
        const text = own.textAnswer(`${folder}/${name}`);
        if (text instanceof Failure) refusals.push(text);
        return text instanceof Failure ? '' : (text ?? '');
      });
      if (limit !== null && (tightest === null || limit < tightest.limit)) tightest = { limit, way, folder };
    }
  }
  if (!isSeen && ways.some(({ controller }) => groups.has(controller))) return groupsUnseen;
  return refusals[0] ?? tightest;
}

/** How long a limit is believed, ms: whoever sets another one is not answered within the second. */
const limitAge = 5_000;

/** Gives the same, which stands in a file of each group and each way, for as long as the groups are the same. */
export function limitNow<W extends GroupLimit>(
  host: Host,
  ways: readonly W[],
): (view: OwnView) => HeldLimit<W> | null | Failure {
  return believed(host.clock, limitAge, (view) => tightestLimit(host, view, ways));
}

const groupsUnseen = new Failure('absent', 'its control group is not seen at /sys/fs/cgroup');
