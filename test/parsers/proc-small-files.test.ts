import t from 'tap';
import { parseOsRelease } from '../../src/parsers/os-release.js';
import { parseProcLoadavg } from '../../src/parsers/proc-loadavg.js';
import { parseProcPressure } from '../../src/parsers/proc-pressure.js';
import { parseProcUptime } from '../../src/parsers/proc-uptime.js';
import { neverThrows } from '../helpers/parser-contract.js';

const pressure =
  'some avg10=1.50 avg60=0.10 avg300=0.00 total=12345\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n';
const osRelease =
  'NAME="Debian GNU/Linux"\nPRETTY_NAME="A \\"B\\" \\$5"\nID=debian\n# comment\nVERSION_ID=\'12\'\n';

void t.test('/proc/loadavg gives three numbers or null', async (t) => {
  t.same(parseProcLoadavg('0.52 1.00 12.59 1/467 12345\n'), [0.52, 1, 12.59]);
  t.equal(parseProcLoadavg('0.52 1.00'), null);
  neverThrows(t, parseProcLoadavg, '0.52 1.00 12.59 1/467 12345\n');
});

void t.test('/proc/uptime gives seconds or null', async (t) => {
  t.equal(parseProcUptime('350735.47 234388.90\n'), 350_735.47);
  t.equal(parseProcUptime(''), null);
  neverThrows(t, parseProcUptime, '350735.47 234388.90\n');
});

void t.test(
  '/proc/pressure gives the shares of the last ten seconds, null for a line that is not offered',
  async (t) => {
    t.same(parseProcPressure(pressure), { some: 1.5, full: 0 });
    t.same(parseProcPressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n'), { some: 0, full: null });
    t.same(parseProcPressure(''), { some: null, full: null });
    neverThrows(t, parseProcPressure, pressure);
  },
);

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
