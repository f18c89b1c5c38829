import type { Host } from '../../host/host.js';
import {
  parseContainer,
  toldNamespaces,
  type Container,
  type ContainerSigns,
} from '../../parsers/container.js';
import { parseMountinfo } from '../../parsers/mountinfo.js';

/** What this process can see that tells whether it runs in a container; a sign that cannot be read was not seen. */
export function containerSigns({ own }: Host): ContainerSigns {
  return {
    dockerFile: own.optional('.dockerenv') !== null,
    podmanFile: own.optional('run/.containerenv'),
    systemdFile: own.optional('run/systemd/container'),
    kubernetesFolder: own.list('run/secrets/kubernetes.io').length > 0,
    cgroup: own.optional('proc/self/cgroup') ?? '',
    mounts: parseMountinfo(own.optional('proc/self/mountinfo') ?? ''),
    namespaces: new Map(toldNamespaces.map((name) => [name, own.linkTarget(`proc/self/ns/${name}`)])),
  };
}

/** The container this process runs in; null outside of one, and where nothing shows it. */
export function containerOf(host: Host): Container | null {
  return host.platform === 'linux' ? parseContainer(containerSigns(host)) : null;
}
