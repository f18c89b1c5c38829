import t from 'tap';
import { parseOsRelease } from '../../src/parsers/os-release.js';
import { blanks, neverThrows, staysQuick } from '../helpers/parsers/parser-contract.js';

const osRelease =
  'NAME="Debian GNU/Linux"\nPRETTY_NAME="A \\"B\\" \\$5"\nID=debian\n# comment\nVERSION_ID=\'12\'\n';

void t.test('os-release gives values without quotes and escapes', async (t) => {
  t.same(
    [...parseOsRelease(osRelease)],
    [
      ['NAME', 'Debian GNU/Linux'],
      ['PRETTY_NAME', 'A "B" $5'],
      ['ID', 'debian'],
      ['VERSION_ID', '12'],
    ],
  );
  neverThrows(t, parseOsRelease, osRelease);
});

void t.test('blanks within a line cost no more than their number', async (t) => {
  staysQuick(t, parseOsRelease, `ID=d${blanks}x`);
});
