import t from 'tap';
import { scanReader } from '../../../src/readers/processes/scan.js';
import { procStatLine } from '../../helpers/parsers/proc-stat-line.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

void t.test('the share of a CPU is over the time since the previous scan, null in a first one', async (t) => {
  const files = { proc: { uptime: '100.00 1.00\n', '7/stat': procStatLine(7, { ticks: 50, start: 9 }) } };
  const host = writtenHost(files);
  const scan = scanReader(host);
  t.match(await scan(), [{ stat: { pid: 7 }, cpuPercent: null }]);
  files.proc = { uptime: '102.00 1.00\n', '7/stat': procStatLine(7, { ticks: 350, start: 9 }) };
  await host.clock.advance(2_000);
  t.match(await scan(), [{ cpuPercent: 150 }]);
});

void t.test('a later process of the same number is another one, and counts from its start', async (t) => {
  const files = { proc: { uptime: '100.00 1.00\n', '7/stat': procStatLine(7, { ticks: 5_000, start: 9 }) } };
  const host = writtenHost(files);
  const scan = scanReader(host);
  await scan();
  files.proc = { uptime: '102.00 1.00\n', '7/stat': procStatLine(7, { ticks: 20, start: 10_100 }) };
  await host.clock.advance(2_000);
  t.match(await scan(), [{ cpuPercent: 10 }]);
});

void t.test('an old process that was not seen before has no share yet', async (t) => {
  const files: { proc: Record<string, string> } = { proc: { uptime: '100.00 1.00\n' } };
  const host = writtenHost(files);
  const scan = scanReader(host);
  t.same(await scan(), []);
  files.proc = { uptime: '102.00 1.00\n', '7/stat': procStatLine(7, { ticks: 20, start: 50 }) };
  await host.clock.advance(2_000);
  t.match(await scan(), [{ cpuPercent: null }]);
});

void t.test('one that ends meanwhile, or whose file is damaged, is left out', async (t) => {
  const proc = { '1/status': '', '2/stat': '2 (x', '3/stat': procStatLine(3), 'self/stat': procStatLine(4) };
  t.match(await scanReader(writtenHost({ proc }))(), [{ stat: { pid: 3 } }]);
});
