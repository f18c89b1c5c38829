import t from 'tap';
import {
  numberCell,
  parseNvidiaSmiApps,
  parseNvidiaSmiQuery,
} from '../../../src/parsers/nvidia/smi-query.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const fields = ['index', 'uuid', 'utilization.gpu', 'memory.total', 'power.draw', 'name'];
const sample =
  '0, GPU-aa, 0, 81920, 71.15, NVIDIA A100\n' +
  '1, GPU-bb, [N/A], [Not Supported], [Unknown Error], NVIDIA A100, 80 GB\n';

const rows = (text: string) =>
  parseNvidiaSmiQuery(text, fields).map(({ values, unsupported, refused, problem }) => ({
    values: Object.fromEntries(values),
    unsupported: [...unsupported],
    refused: Object.fromEntries(refused),
    problem,
  }));

void t.test('a row is read by position, 0 is a value and a comma too many belongs to the name', (t) => {
  t.same(rows(sample), [
    {
      values: {
        index: '0',
        uuid: 'GPU-aa',
        'utilization.gpu': '0',
        'memory.total': '81920',
        'power.draw': '71.15',
        name: 'NVIDIA A100',
      },
      unsupported: [],
      refused: {},
      problem: null,
    },
    {
      values: { index: '1', uuid: 'GPU-bb', name: 'NVIDIA A100, 80 GB' },
      unsupported: ['utilization.gpu', 'memory.total'],
      refused: { 'power.draw': 'Unknown Error' },
      problem: null,
    },
  ]);
  t.same(rows(sample.replaceAll('\n', '\r\n')), rows(sample), 'with the line ends of Windows too');
  t.end();
});

void t.test('every way of saying "no value" is null', (t) => {
  const absent = [
    ...['[N/A]', 'N/A', '', '[Insufficient Permissions]', '[Function Not Found]', '[No data]'],
    ...['[Requested functionality has been deprecated]', '[Unknown Error]', '[Not Supported]'],
    ...['[GPU access blocked by the operating system]', '[Uninitialized]', '[a word of tomorrow]', 'ERR!'],
  ];
  for (const cell of absent) {
    const [row] = parseNvidiaSmiQuery(`0, ${cell}, x\n`, ['index', 'fan.speed', 'name']);
    t.same(row?.values, new Map([['index', '0'], ['name', 'x']]), cell); // prettier-ignore
    t.equal(row?.problem, null, cell);
  }
  t.end();
});

void t.test('a lost card and one that needs a reset say so in any cell', (t) => {
  const problemOf = (cell: string) => parseNvidiaSmiQuery(`${cell}, 1\n`, ['a', 'b'])[0]?.problem;
  t.equal(problemOf('[GPU is lost]'), 'lost');
  t.equal(problemOf('[GPU requires reset]'), 'reset_required');
  t.equal(problemOf('GPU is lost'), null, 'but not as somebody’s name');
  t.end();
});

void t.test('nothing, messages and lines that were cut off give no row', (t) => {
  t.same(rows(''), []);
  t.same(rows('\n\n'), []);
  t.same(rows('No devices were found\n'), []);
  t.same(rows('0, GPU-aa, 0, 819'), []);
  t.same(rows('0, GPU-aa, 0, 81920, 71.15, NVIDIA A1'), [], 'complete but for its end');
  t.same(parseNvidiaSmiQuery(sample, []), []);
  t.end();
});

void t.test('a cell is a number only when it is nothing else', (t) => {
  const number = (cell: string) => {
    const [row] = parseNvidiaSmiQuery(`${cell}, x\n`, ['a', 'name']);
    return row === undefined ? undefined : numberCell(row, 'a');
  };
  t.equal(number('0'), 0);
  t.equal(number('-5.25'), -5.25);
  for (const cell of ['', '12 W', '1e5', '0x10', 'NaN', 'Infinity', '1.2.3', '9'.repeat(400)])
    t.equal(number(cell), null, cell);
  t.end();
});

const apps = '5268, ffmpeg, 370, GPU-aa\n12, C:\\a, b\\c.exe, [N/A], GPU-aa\n13, [Not Found], 0, [N/A]\n';

void t.test('programs are read from both ends, so their names may hold commas', (t) => {
  t.same(parseNvidiaSmiApps(apps), [
    { pid: 5268, name: 'ffmpeg', memory: 387_973_120, uuid: 'GPU-aa' },
    { pid: 12, name: 'C:\\a, b\\c.exe', memory: null, uuid: 'GPU-aa' },
    { pid: 13, name: null, memory: 0, uuid: null },
  ]);
  t.same(parseNvidiaSmiApps(''), []);
  t.same(parseNvidiaSmiApps('5268, ffmpeg, 370'), []);
  t.same(parseNvidiaSmiApps('pid, process_name, used_gpu_memory [MiB], gpu_uuid\nfour, a, 3, GPU-a\n'), []);
  t.end();
});

void t.test('whatever comes, it does not throw', (t) => {
  neverThrows(t, rows, sample);
  neverThrows(t, (text) => parseNvidiaSmiQuery(text, fields).map((row) => fields.map((f) => numberCell(row, f))), sample); // prettier-ignore
  neverThrows(t, parseNvidiaSmiApps, apps);
  t.end();
});
