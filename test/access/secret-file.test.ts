import t from 'tap';
import { exposureOf } from '../../src/access/secret-file.js';

t.test('a secret that others can write is none, and one that all can read is worth a word', (t) => {
  const rights: Record<string, number[]> = {
    nothing: [0o100600, 0o100400, 0o100640, 0o100440],
    read: [0o100644, 0o100444, 0o100604],
    write: [0o100666, 0o100660, 0o100602, 0o100664, 0o100777],
  };
  for (const [expected, modes] of Object.entries(rights)) {
    for (const mode of modes) {
      const exposure = exposureOf('/run/keys', mode, 'linux');
      const found = exposure === null ? 'nothing' : exposure.isFatal ? 'write' : 'read';
      t.equal(found, expected, mode.toString(8));
    }
  }
  t.equal(
    exposureOf('/run/keys', 0o100664, 'linux')?.words,
    'others than its owner can write /run/keys (mode 0664); type: chmod go-w /run/keys',
  );
  t.equal(
    exposureOf('/run/keys', 0o100444, 'darwin')?.words,
    'every user of this machine can read /run/keys (mode 0444); type: chmod o-r /run/keys',
  );
  t.equal(exposureOf('C:\\keys', 0o100666, 'win32'), null, 'Windows has no such numbers');
  t.end();
});
