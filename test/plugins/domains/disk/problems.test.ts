import t from 'tap';
import { fileSystemProblems } from '../../../../plugins/domains/disk/problems.js';
import type { FileSystemReading } from '../../../../src/readers/disk/reader.js';

const fileSystem = (
  mountPoint: string,
  state: FileSystemReading['state'],
  reason: string | null,
): FileSystemReading => ({
  ...{ mountPoint, alsoMountedAt: [], device: 'x', type: 'ext4', readOnly: false, pool: null },
  ...{ state, reason, size: null },
});

t.test('file systems with the same reason are one problem, which names them', (t) => {
  const given = ['/', '/data/a', '/data/b', '/data/c', '/data/d'];
  const problems = fileSystemProblems([
    ...given.map((place) => fileSystem(place, 'not_passed_through', 'it is not mounted in this container')),
    fileSystem('/nas', 'timeout', 'the file system at /nas does not answer'),
    fileSystem('/boot', 'failed', 'its size could not be read (EIO)'),
    fileSystem('/run/user/7/doc', 'no_permission', 'it may not be read by this user'),
    fileSystem('/home', 'ok', null),
  ]);
  t.strictSame(
    problems.map(({ code, detail }) => [code, detail]),
    [
      [
        'not_passed_through',
        'the file systems at /, /data/a, /data/b and 2 more: it is not mounted in this container',
      ],
      ['timeout', 'the file system at /nas does not answer'],
      ['failed', 'the file system at /boot: its size could not be read (EIO)'],
    ],
  );
  t.match(problems[0], { domain: 'disk', reason: 'it is not mounted in this container' });
  t.end();
});
