import t from 'tap';
import { familyTexts } from '../../src/exposition/family-text.js';
import { exposition, unitOf } from '../../src/exposition/format.js';
import { counter, family, gauge, single, untyped } from '../../src/exposition/metric.js';

const bytes = counter('thing_bytes_total', 'Bytes of a "thing".', 'device');
const level = gauge('thing_level', 'A level.');

void t.test('Prometheus text has help, type and every value', async (t) => {
  const texts = familyTexts([
    family(bytes, [
      [1, 'a'],
      [2.5e21, 'b'],
    ]),
    single(level, -0.5),
  ]);
  t.equal(
    exposition([texts], 'prometheus'),
    '# HELP thing_bytes_total Bytes of a "thing".\n# TYPE thing_bytes_total counter\n' +
      'thing_bytes_total{device="a"} 1\nthing_bytes_total{device="b"} 2.5e+21\n' +
      '# HELP thing_level A level.\n# TYPE thing_level gauge\nthing_level -0.5\n',
  );
});

void t.test('OpenMetrics names the family of a counter without _total, and the unit', async (t) => {
  t.equal(
    exposition([familyTexts([family(bytes, [[1, 'a']])])], 'openmetrics'),
    '# HELP thing_bytes Bytes of a \\"thing\\".\n# TYPE thing_bytes counter\n# UNIT thing_bytes bytes\n' +
      'thing_bytes_total{device="a"} 1\n',
  );
});

void t.test(
  'in OpenMetrics an established counter without _total keeps its name and loses its type',
  async (t) => {
    const old = counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'Energy.');
    t.equal(
      exposition(
        [familyTexts([single(old, 3), single(untyped('node_vmstat_oom_kill', 'Kills.'), 0)])],
        'openmetrics',
      ),
      '# HELP DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION Energy.\n# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION unknown\n' +
        'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION 3\n' +
        '# HELP node_vmstat_oom_kill Kills.\n# TYPE node_vmstat_oom_kill unknown\nnode_vmstat_oom_kill 0\n',
    );
  },
);

void t.test(
  'a value that is not known is not there, and without any the metric is not there either',
  async (t) => {
    t.same(familyTexts([single(level, null), family(bytes, [])]), []);
    const [text] = familyTexts([
      family(bytes, [
        [null, 'a'],
        [0, 'b'],
      ]),
    ]);
    t.equal(text?.lines, 'thing_bytes_total{device="b"} 0\n');
  },
);

void t.test('the values of labels are escaped, and a label that is not known is empty', async (t) => {
  const two = gauge('thing_info', 'Which thing.', 'path', 'name');
  const [text] = familyTexts([
    family(two, [
      [1, 'C:\\dir "x"\nlast', null],
      [1, 'ä{}=,'],
    ]),
  ]);
  t.equal(
    text?.lines,
    'thing_info{path="C:\\\\dir \\"x\\"\\nlast",name=""} 1\nthing_info{path="ä{}=,",name=""} 1\n',
  );
});

void t.test('of a series that stands twice the first counts', async (t) => {
  const [text] = familyTexts([
    family(bytes, [
      [1, 'a'],
      [2, 'a'],
    ]),
  ]);
  t.equal(text?.lines, 'thing_bytes_total{device="a"} 1\n');
});

void t.test('numbers that are no numbers are written as Prometheus writes them', async (t) => {
  const each = [NaN, Infinity, -Infinity, -0, 1e-7];
  const [text] = familyTexts([
    family(
      bytes,
      each.map((value, index) => [value, String(index)] as const),
    ),
  ]);
  t.same(text?.lines.match(/\S+$/gm), ['NaN', '+Inf', '-Inf', '0', '1e-7']);
});

void t.test('the families of one metric from several sources stand together', async (t) => {
  const sources = ['a', 'b'].map((device) => familyTexts([family(bytes, [[1, device]]), single(level, 1)]));
  const text = exposition(sources, 'prometheus');
  t.same(text.match(/^# TYPE \S+/gm), ['# TYPE thing_bytes_total', '# TYPE thing_level']);
  t.match(text, 'thing_bytes_total{device="a"} 1\nthing_bytes_total{device="b"} 1\n');
});

void t.test('the unit is the last word of the name', async (t) => {
  t.equal(unitOf('node_cpu_seconds_total'), 'seconds');
  t.equal(unitOf('sysmon_gpu_clock_hertz'), 'hertz');
  t.equal(unitOf('node_load1'), null);
});
