import type { Host } from '../../host/host.js';

/**
 * The counters of all interfaces: those of the first process, which has the machine's network even where this
 * process has one of its own; else what this process sees. Throws a Failure when neither can be read.
 */
export function networkCounters(host: Host): string {
  return host.proc.optional('1/net/dev', 'names') ?? host.proc.required('net/dev', 'names');
}

/** The numbers of those of these interfaces that are up, in one file; empty where the kernel does not have it. */
export function networkIndices({ proc }: Host): string {
  const isFirst = proc.identity('1/net/dev') !== null;
  return proc.optional(isFirst ? '1/net/igmp' : 'net/igmp', 'names') ?? '';
}

/** Whose network is seen, where this process may have one of its own. */
export interface NetworkView {
  /** This process has a network of its own, which is not the machine's; null when that cannot be told. */
  isOwn: boolean | null;
  /** The counters are the machine's; null when that cannot be told. */
  countersAreTheMachines: boolean | null;
  /** `/sys` tells of the same interfaces as the counters. */
  linksAreTheSame: boolean;
}

/** Tells whose network `networkCounters` and `/sys/class/net` show, by the numbers of their files. */
export function networkView({ proc, sys, own }: Host): NetworkView {
  const inode = (tree: typeof own, path: string) => tree.identity(path)?.inode ?? null;
  const ownCounters = inode(own, 'proc/self/net/dev');
  // As `networkCounters` takes them.
  const counters = proc.optional('1/net/dev') === null ? ownCounters : inode(proc, '1/net/dev');
  const areOwn = isSame(counters, ownCounters);
  // Each network has a loopback interface of its own.
  const ownLinks = isSame(inode(sys, 'class/net/lo'), inode(own, 'sys/class/net/lo'));
  const isFirst = isFirstNetwork(own);
  return {
    isOwn: isFirst === null ? null : !isFirst,
    countersAreTheMachines: areOwn === false || isFirst,
    // Nothing says that there are two where one of the numbers cannot be told.
    linksAreTheSame: ownLinks === null || areOwn === null || ownLinks === areOwn,
  };
}

/** Null where one of them cannot be told. */
function isSame(one: number | null, other: number | null): boolean | null {
  return one === null || other === null ? null : one === other;
}

/** This setting of the network as a whole is shown only in the first network a kernel has. */
function isFirstNetwork(own: Host['own']): boolean | null {
  const settings = own.list('proc/sys/net/core');
  return settings.length === 0 ? null : settings.includes('netdev_max_backlog');
}
