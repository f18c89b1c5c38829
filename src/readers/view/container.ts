import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import {
  parseContainer,
  toldNamespaces,
  type Container,
  type ContainerSigns,
} from '../../parsers/container.js';
import { parseMountinfo } from '../../parsers/mountinfo.js';

/** What this process can see that tells whether it runs in a container. */
export function containerSigns({ own }: Host): ContainerSigns {
  return {
    dockerFile: ifReadable(() => own.text('.dockerenv')) !== null,
    podmanFile: ifReadable(() => own.text('run/.containerenv')),
    systemdFile: ifReadable(() => own.text('run/systemd/container')),
    kubernetesFolder: (ifReadable(() => own.list('run/secrets/kubernetes.io')) ?? []).length > 0,
    cgroup: ifReadable(() => own.text('proc/self/cgroup')) ?? '',
    mounts: parseMountinfo(ifReadable(() => own.text('proc/self/mountinfo')) ?? ''),
    namespaces: new Map(
      toldNamespaces.map((name) => [name, ifReadable(() => own.linkTarget(`proc/self/ns/${name}`))]),
    ),
  };
}

/** The container this process runs in; null outside of one, and where nothing shows it. */
export function containerOf(host: Host): Container | null {
  return host.platform === 'linux' ? parseContainer(containerSigns(host)) : null;
}

/** A sign that may not be read is one that was not seen. */
export function ifReadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Failure) return null;
    throw thrown;
  }
}
