import t from 'tap';
import { hasOwnNamespace, parseContainer, type ContainerSigns } from '../../src/parsers/container.js';
import { parseMountinfo } from '../../src/parsers/mountinfo.js';

const first = { cgroup: 4026531835, pid: 4026531836, uts: 4026531838, ipc: 4026531839 };
const namespaces = (changes: Partial<Record<keyof typeof first, number | null>> = {}) =>
  new Map(
    Object.entries({ ...first, ...changes }).map(([name, number]) => [
      name,
      number === null ? null : `${name}:[${number}]`,
    ]),
  );

const disk = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
const layers = '9 1 0:118 / / rw - overlay overlay rw,lowerdir=/some/where\n';
const engine = '9 1 0:50 /var/lib/containers/storage/vfs/dir/ab12 / rw - ext4 /dev/vda rw\n';

/** The signs of a process on a machine's own disk, in the first namespaces; changed by these. */
const signs = (changes: Partial<ContainerSigns> & { root?: string } = {}): ContainerSigns => ({
  dockerFile: false,
  podmanFile: null,
  systemdFile: null,
  kubernetesFolder: false,
  cgroup: '0::/\n',
  mounts: parseMountinfo(changes.root ?? disk),
  namespaces: namespaces(),
  ...changes,
});
const apart = namespaces({ pid: 4026532501, uts: 4026532499, ipc: 4026532500 });
const runtime = (changes: Parameters<typeof signs>[0]) => parseContainer(signs(changes))?.runtime;

void t.test('a process on the machine itself is in no container', async (t) => {
  t.equal(parseContainer(signs()), null);
  t.equal(parseContainer(signs({ namespaces: apart })), null, 'Linux under Windows, or a sandbox');
  t.equal(parseContainer(signs({ root: layers })), null, 'a system started from a read-only medium');
});

void t.test(
  'the mark of an engine on a machine whose disk was made of an image proves nothing',
  async (t) => {
    t.equal(parseContainer(signs({ dockerFile: true })), null);
    const service = namespaces({ uts: 4026532499 });
    t.equal(
      parseContainer(signs({ dockerFile: true, namespaces: service })),
      null,
      'a service with ProtectHostname',
    );
  },
);

void t.test('a mark and something that sets it apart are a container, with its evidence', async (t) => {
  t.same(parseContainer(signs({ dockerFile: true, root: layers, namespaces: apart })), {
    runtime: 'docker',
    evidence: [
      'there is /.dockerenv',
      'the root directory is made of layers (overlay)',
      'this process has a namespace of its own: pid',
      'this process has a namespace of its own: uts',
      'this process has a namespace of its own: ipc',
    ],
  });
  t.equal(
    runtime({ dockerFile: true, root: layers }),
    'docker',
    'started with all namespaces of the machine',
  );
  const unknown = namespaces({ pid: null });
  t.equal(runtime({ dockerFile: true, namespaces: unknown }), 'docker', 'namespaces that may not be read');
});

void t.test('each runtime is known by what it leaves', async (t) => {
  const stored = { namespaces: apart };
  t.equal(runtime({ ...stored, podmanFile: 'engine="podman-4.3.1"\nname="x"\n' }), 'podman');
  t.equal(runtime({ ...stored, podmanFile: '' }), 'podman');
  t.equal(runtime({ ...stored, systemdFile: 'lxc\n' }), 'lxc');
  t.equal(runtime({ ...stored, kubernetesFolder: true, dockerFile: true }), 'kubernetes');
  t.equal(runtime({ ...stored, cgroup: '0::/system.slice/docker-0a1b.scope\n' }), 'docker');
  t.equal(runtime({ ...stored, cgroup: '4:memory:/kubepods/besteffort/pod1/2\n' }), 'kubernetes');
  t.equal(runtime({ ...stored, root: engine }), 'podman');
  const lxcfs = `${disk}50 27 0:60 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n`;
  t.equal(runtime({ ...stored, root: lxcfs }), 'lxc');
  t.equal(runtime({ ...stored, root: layers }), null, 'a container that nothing names');
});

void t.test('a namespace is the first one, another, or unknown', async (t) => {
  const parsed = { namespaces: new Map([['pid', 'pid:[4026531836]'], ['uts', 'uts:[4026532499]'], ['ipc', null]]) }; // prettier-ignore
  const names = ['pid', 'uts', 'ipc', 'cgroup'];
  t.same(names.map((name) => hasOwnNamespace(parsed, name)), [false, true, null, null]); // prettier-ignore
});
