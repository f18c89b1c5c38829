import t from 'tap';
import { parseLastPid, parseProcLoadavg } from '../../../src/parsers/proc/loadavg.js';
import { parseProcFileNr } from '../../../src/parsers/proc/file-nr.js';
import { parseProcNetIgmp } from '../../../src/parsers/proc/net-igmp.js';
import { parseProcNetSockstat } from '../../../src/parsers/proc/net-sockstat.js';
import { noPressure, parseProcPressure } from '../../../src/parsers/proc/pressure.js';
import { parseProcUptime } from '../../../src/parsers/proc/uptime.js';
import { parseProcVmstat } from '../../../src/parsers/proc/vmstat.js';
import { parseLowWatermark } from '../../../src/parsers/proc/zoneinfo.js';
import { endless, neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const pressure =
  'some avg10=1.50 avg60=0.10 avg300=0.00 total=12345\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n';

void t.test('/proc/loadavg gives three numbers or null', async (t) => {
  t.same(parseProcLoadavg('0.52 1.00 12.59 1/467 12345\n'), [0.52, 1, 12.59]);
  t.equal(parseProcLoadavg('0.52 1.00'), null);
  neverThrows(t, parseProcLoadavg, '0.52 1.00 12.59 1/467 12345\n');
  t.equal(parseLastPid('0.52 1.00 12.59 1/467 12345\n'), 12_345);
  t.equal(parseLastPid('0.52 1.00 12.59 1/467'), null);
  neverThrows(t, parseLastPid, '0.52 1.00 12.59 1/467 12345\n');
});

void t.test('/proc/net/igmp gives the numbers of interfaces', async (t) => {
  const igmp =
    'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n' +
    '12\tenp0s31f6.410 :     2      V3\n';
  t.same([...parseProcNetIgmp(igmp)], [['lo', 1], ['enp0s31f6.410', 12]]); // prettier-ignore
  neverThrows(t, parseProcNetIgmp, igmp);
});

void t.test('/proc/zoneinfo gives the pages that are kept free, of all zones', async (t) => {
  const zoneinfo = `Node 0, zone      DMA
  pages free     3840
        min      67
        low      83
        high     99
Node 0, zone   Normal
        low      1000
  pagesets
    cpu: 0
              low:   7
`;
  t.equal(parseLowWatermark(zoneinfo), 1_083);
  t.equal(parseLowWatermark(''), null);
  neverThrows(t, parseLowWatermark, zoneinfo);
});

void t.test('/proc/uptime gives seconds or null', async (t) => {
  t.equal(parseProcUptime('350735.47 234388.90\n'), 350_735.47);
  t.equal(parseProcUptime(''), null);
  neverThrows(t, parseProcUptime, '350735.47 234388.90\n');
});

void t.test(
  '/proc/pressure gives the shares of the last ten seconds and times, null for a line that is not offered',
  async (t) => {
    const parsed = { some: 1.5, full: 0, someSeconds: 0.012345, fullSeconds: 0.000001 };
    t.same(parseProcPressure(pressure), parsed);
    const someOnly = { some: 0, full: null, someSeconds: 0, fullSeconds: null };
    t.same(parseProcPressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n'), someOnly);
    t.same(parseProcPressure(''), noPressure);
    t.match(parseProcPressure('some avg10=2.00 avg60=0.'), { some: 2, someSeconds: null }, 'cut off');
    neverThrows(t, parseProcPressure, pressure);
  },
);

void t.test('/proc/vmstat gives the counters of paging; what a kernel lacks is missing', async (t) => {
  const sample = 'nr_free_pages 12\npgpgin 50\npgmajfault 7\npgmajfault_x 9\noom_kill 0\npswpin\n';
  t.same(
    [...parseProcVmstat(sample)],
    [
      ['pgpgin', 50],
      ['pgmajfault', 7],
      ['oom_kill', 0],
    ],
  );
  t.equal(parseProcVmstat('').size, 0);
  neverThrows(t, parseProcVmstat, sample);
});

void t.test('/proc/sys/fs/file-nr gives allocated and maximum, or null', async (t) => {
  t.same(parseProcFileNr('1952\t0\t3157112\n'), { allocated: 1_952, maximum: 3_157_112 });
  t.equal(parseProcFileNr('1952\t0'), null);
  t.equal(parseProcFileNr(''), null);
  neverThrows(t, parseProcFileNr, '1952\t0\t9223372036854775807\n');
});

void t.test('/proc/net/sockstat gives what is in use by protocol; damaged lines are left out', async (t) => {
  const sample = 'sockets: used 290\nTCP: inuse 4 orphan 0 mem 22\nUDP: inuse\nFRAG6: inuse 0 memory 0\n';
  const parsed = parseProcNetSockstat(sample);
  t.same([...parsed.keys()], ['sockets', 'TCP', 'FRAG6']);
  t.same([...(parsed.get('TCP') ?? [])], Object.entries({ inuse: 4, orphan: 0, mem: 22 }));
  neverThrows(t, parseProcNetSockstat, sample);
});

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseProcLoadavg, `${endless}.0 0.0 0.0 1/2 3`);
  staysFinite(t, parseProcFileNr, `0\t0\t${endless}`);
  staysFinite(t, parseProcNetSockstat, `TCP: inuse ${endless}`);
  staysFinite(t, parseProcPressure, `some avg10=${endless} total=${endless}`);
  staysFinite(t, parseProcUptime, `${endless} 1.0`);
  staysFinite(t, parseProcVmstat, `pgfault ${endless}`);
  staysFinite(t, parseLowWatermark, `low ${endless}`);
});
