import t from 'tap';
import {
  parseCmdline,
  parseEffectiveUser,
  parsePageSize,
  parsePasswd,
  parseThreadGroup,
} from '../../../src/parsers/proc/pid-files.js';
import { endless, neverThrows } from '../../helpers/parsers/parser-contract.js';

const passwd =
  'root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/bin/sh\n# no\n+::::::\nada:x:1000:1000::/home/ada:\nbad:x:y:\n';

void t.test('the user is the one with whose rights a process acts', async (t) => {
  t.equal(parseEffectiveUser('Name:\tx\nUid:\t1000\t0\t0\t0\nGid:\t1\t1\t1\t1\n'), 0);
  for (const text of ['', 'Uid:\t1000', 'Uid:\tx\ty\n']) t.equal(parseEffectiveUser(text), null);
  neverThrows(t, parseEffectiveUser, 'Uid:\t1000\t0\t0\t0\n');
});

void t.test('arguments are parted by NUL; kernel threads have none', async (t) => {
  t.same(parseCmdline('/usr/bin/ollama\0serve\0'), ['/usr/bin/ollama', 'serve']);
  t.same(parseCmdline('sh\0-c\0\0x\0'), ['sh', '-c', '', 'x'], 'an empty one in the middle stays');
  t.same(parseCmdline('nginx: master process'), ['nginx: master process']);
  t.equal(parseCmdline(''), null);
  t.equal(parseCmdline('a'.repeat(10_000))?.[0]?.length, 4_096, 'cut off');
  neverThrows(t, parseCmdline, 'a\0b\0');
});

void t.test('users have names by number, the first of several; damaged lines are left out', async (t) => {
  t.same(
    [...parsePasswd(passwd)],
    [
      [0, 'root'],
      [1000, 'ada'],
    ],
  );
  const junk =
    '+\nroot:x:0:0::/root:/bin/sh\n+@admins::::::\n-eve:x:7:7:::\n+bob:x:8:8:::\n\nada:x:1000:1000:::\nx\n:x:9:9:::\n';
  t.same([...parsePasswd(junk)], [[0, 'root'], [1000, 'ada']], 'compat entries of NIS, half lines and no name'); // prettier-ignore
  neverThrows(t, parsePasswd, passwd);
});

void t.test('the size of a page stands in the auxiliary vector', async (t) => {
  const vector = (...pairs: [number, number][]) =>
    new Uint8Array(new BigUint64Array(pairs.flat().map(BigInt)).buffer);
  t.equal(parsePageSize(vector([33, 7], [6, 16_384], [0, 0])), 16_384);
  t.equal(parsePageSize(vector([33, 7])), null);
  t.equal(parsePageSize(vector([6, 3])), null, 'no page is that small');
  t.equal(parsePageSize(vector([6, 4_096]).slice(0, 12)), null, 'cut off');
});

void t.test('a user of more digits than there are is none', async (t) => {
  t.equal(parseEffectiveUser(`Uid:\t1\t${endless}\t1\t1`), null);
});

void t.test('a thread is one of the process that has its first number', async (t) => {
  t.equal(parseThreadGroup('Name:\tx\nTgid:\t41\nPid:\t44\n'), 41);
  t.equal(parseThreadGroup('Pid:\t44\n'), null);
  neverThrows(t, parseThreadGroup, 'Tgid:\t41\n');
});
