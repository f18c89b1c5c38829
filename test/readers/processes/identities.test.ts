import t from 'tap';
import { identitiesReader } from '../../../src/readers/processes/identities.js';
import { parseProcPidStat } from '../../../src/parsers/proc/pid-stat.js';
import { procStatLine } from '../../helpers/parsers/proc-stat-line.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const found = (...processes: [pid: number, start: number, name?: string][]) =>
  processes.flatMap(([pid, start, name]) => {
    const stat = parseProcPidStat(procStatLine(pid, { start, ...(name === undefined ? {} : { name }) }));
    return stat === null ? [] : [{ stat, cpuPercent: null }];
  });
const status = (user: number) => `Uid:\t1\t${user}\t1\t1\n`;

void t.test(
  "users have the names of the machine's own list; command lines only when asked for",
  async (t) => {
    const proc = { '7/status': status(1000), '7/cmdline': 'sleep\x0060\0', '8/status': status(5) };
    const host = writtenHost({ proc, root: { 'etc/passwd': 'ada:x:1000:1000:::\n' } });
    t.same(await identitiesReader(host, true)(found([7, 1], [8, 1], [9, 1])), [
      { user: 'ada', userId: 1000, args: ['sleep', '60'] },
      { user: null, userId: 5, args: null },
      { user: null, userId: null, args: null },
    ]);
    t.match(await identitiesReader(host, false)(found([7, 1])), [{ user: 'ada', args: null }]);
  },
);

void t.test(
  'a known process is asked again after half a minute, a new one of its number at once',
  async (t) => {
    const files = { proc: { '7/status': status(0) } };
    const host = writtenHost(files);
    const read = identitiesReader(host, false);
    await read(found([7, 1]));
    files.proc['7/status'] = status(33);
    t.match(await read(found([7, 1])), [{ userId: 0 }]);
    t.match(await read(found([7, 2])), [{ userId: 33 }], 'another process');
    files.proc['7/status'] = status(34);
    await host.clock.advance(30_000);
    t.match(await read(found([7, 2])), [{ userId: 34 }]);
  },
);

void t.test('a process that has become another program is asked again at once', async (t) => {
  const files = { proc: { '7/status': status(0), '7/cmdline': 'sh\0start.sh\0' } };
  const read = identitiesReader(writtenHost(files), true);
  t.match(await read(found([7, 1, 'sh'])), [{ userId: 0, args: ['sh', 'start.sh'] }]);
  Object.assign(files.proc, { '7/status': status(33), '7/cmdline': 'nginx\0' });
  t.match(await read(found([7, 1, 'nginx'])), [{ userId: 33, args: ['nginx'] }]);
});
