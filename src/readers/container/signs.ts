import type { Host } from '../../host/host.js';
import {
  parseContainer,
  parsedNamespaces,
  type Container,
  type ContainerSigns,
} from '../../parsers/container.js';
import { ownView, type OwnViewNow } from './own-view.js';

/** Gives what this process can see that tells whether it runs in a container; a sign that cannot be read was not seen. */
export function containerSigns(host: Host, view: OwnViewNow = ownView(host)): () => ContainerSigns {
  const { own } = host;
  return () => ({
    dockerFile: own.optional('.dockerenv') !== null,
    podmanFile: own.optional('run/.containerenv'),
    systemdFile: own.optional('run/systemd/container'),
    kubernetesFolder: own.list('run/secrets/kubernetes.io').length > 0,
    cgroup: own.optional('proc/self/cgroup') ?? '',
    mounts: view().mounts,
    namespaces: new Map(parsedNamespaces.map((name) => [name, own.linkTarget(`proc/self/ns/${name}`)])),
  });
}

/** The container this process runs in, by its signs; null outside of one, and where nothing shows it. */
export function containerOf({ platform }: Host, signs: ContainerSigns): Container | null {
  return platform === 'linux' ? parseContainer(signs) : null;
}
