import { believed } from '../../clock.js';
import type { Host } from '../../host/host.js';
import {
  parseContainer,
  parsedNamespaces,
  type Container,
  type ContainerSigns,
} from '../../parsers/container.js';
import type { Mount } from '../../parsers/mountinfo.js';
import { ownView, type OwnViewNow } from './own-view.js';

/** How long it is believed what does not change while a process lives, ms: it may not have been readable. */
const fixedAge = 10_000;

/**
 * Gives what this process can see that tells whether it runs in a container; a sign that cannot be read was not seen.
 * The same object for ten seconds, as long as nothing is mounted.
 */
export function containerSigns(host: Host, view: OwnViewNow = ownView(host)): () => ContainerSigns {
  const { own, clock } = host;
  const signsWith = believed(clock, fixedAge, (mounts: readonly Mount[]) => ({
    dockerFile: own.optional('.dockerenv') !== null,
    podmanFile: own.optional('run/.containerenv'),
    systemdFile: own.optional('run/systemd/container'),
    kubernetesFolder: own.list('run/secrets/kubernetes.io').length > 0,
    cgroup: own.optional('proc/self/cgroup') ?? '',
    mounts,
    namespaces: new Map(parsedNamespaces.map((name) => [name, own.linkTarget(`proc/self/ns/${name}`)])),
  }));
  return () => signsWith(view().mounts);
}

/** How often the signs of a container are looked at again, ms: some may not have been readable. */
const signsAge = 60_000;

/**
 * Gives the container this process runs in, by the most that was ever seen of it: no process changes its container. Null
 * outside of one, and where nothing shows it.
 */
export function containerNow(host: Host, signs: () => ContainerSigns): () => Container | null {
  let at = host.clock.monotonic();
  let known = containerOf(host, signs());
  return () => {
    const now = host.clock.monotonic();
    if (now - at < signsAge) return known;
    at = now;
    const seen = containerOf(host, signs());
    if ((seen?.evidence.length ?? 0) > (known?.evidence.length ?? 0)) known = seen;
    return known;
  };
}

/** The container this process runs in, by its signs; null outside of one, and where nothing shows it. */
export function containerOf({ platform }: Host, signs: ContainerSigns): Container | null {
  return platform === 'linux' ? parseContainer(signs) : null;
}
