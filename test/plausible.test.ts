import t from 'tap';
import { between, BoundOfAll, celsius, partOf, percent, whole, type Implausible } from '../src/bounds.js';
import { Each, judged, plausible, type Bounds } from '../src/plausible.js';

interface Disk {
  name: string;
  bytes: number | null;
  /** No measurement: it is never null. */
  place: number;
}
interface Machine {
  heat: number | null;
  busy: (number | null)[] | null;
  load: [number, number] | null;
  memory: { total: number | null; used: number | null } | null;
  disks: Disk[];
  counters: ReadonlyMap<string, number> | null;
}

const bounds: Bounds<Machine> = {
  heat: celsius('heat'),
  busy: percent('busy'),
  load: new BoundOfAll('load', '', (value) => (value > 1_000 ? 'above 1000' : null)),
  memory: {
    total: whole('memory.total', 'B'),
    used: partOf('memory.used', ({ total }) => total, 'the memory'),
  },
  disks: new Each<Disk, Machine>(({ name }) => name, { bytes: whole('disks.bytes', 'B') }),
  counters: whole('counters'),
};
const sound: Machine = {
  heat: 41,
  busy: [0, 100, null],
  load: [0.1, 0.2],
  memory: { total: 100, used: 50 },
  disks: [{ name: 'sda', bytes: 0, place: 1e300 }],
  counters: new Map([['a', 1]]),
};

function judge(machine: Machine): { clean: Machine; told: string[] } {
  const told: Implausible[] = [];
  const clean = plausible(machine, bounds, { whole: null, tell: (one) => told.push(one) });
  return { clean, told: told.map(({ reason }) => reason) };
}

t.test('what can be stays as it is, and what is not known stays unknown', (t) => {
  t.equal(judge(sound).clean, sound, 'the same object');
  const nothing: Machine = { heat: null, busy: null, load: null, memory: null, disks: [], counters: null };
  t.equal(judge(nothing).clean, nothing);
  t.end();
});

t.test('what cannot be is null where it stands, and the words say which thing, what and why', (t) => {
  const { clean, told } = judge({
    ...sound,
    heat: 511,
    busy: [7, 808, null],
    memory: { total: 100, used: 17592186044134 },
    disks: [...sound.disks, { name: 'sdb', bytes: 2 ** 64, place: 2 }],
    counters: new Map([['a', 1], ['b', -1]]), // prettier-ignore
  });
  t.same(clean, {
    ...sound,
    heat: null,
    busy: [7, null, null],
    memory: { total: 100, used: null },
    disks: [...sound.disks, { name: 'sdb', bytes: null, place: 2 }],
    counters: new Map([['a', 1]]),
  });
  t.same(told, [
    'heat 511 °C: above 200 °C',
    'busy 808 %: above 100 %',
    'memory.used 17592186044134 B: more than the memory of 100 B',
    'disks.bytes of sdb 18446744073709552000 B: no whole number from 0 to 2^53',
    'counters of b -1: no whole number from 0 to 2^53',
  ]);
  t.end();
});

t.test('no number at all cannot be, whatever the bound; a part may be a little more than its whole', (t) => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const { clean } = judge({ ...sound, heat: value, busy: [value], memory: { total: value, used: value } });
    t.same(
      [clean.heat, clean.busy, clean.memory],
      [null, [null], { total: null, used: null }],
      String(value),
    );
  }
  t.same(judge({ ...sound, memory: { total: 100, used: 101 } }).clean.memory, { total: 100, used: 101 });
  t.same(judge({ ...sound, memory: { total: 2 ** 60, used: 5 } }).clean.memory, { total: null, used: 5 });
  t.equal(judge({ ...sound, load: [0.1, 1e9] }).clean.load, null, 'told together, unknown together');
  t.end();
});

t.test('a measurement without a bound does not compile', (t) => {
  const { heat, ...others } = bounds;
  // @ts-expect-error `heat` is a measurement.
  const missing: Bounds<Machine> = others;
  // @ts-expect-error and so is `bytes`, of each disk.
  const missingInside: Bounds<Machine> = { ...bounds, disks: new Each<Disk, Machine>(() => '', {}) };
  t.not(missing, missingInside);
  t.equal(heat, bounds.heat);
  t.end();
});

t.test('a reader whose readings are held against bounds tells with each what was refused', async (t) => {
  const given = [{ watts: 5 }, { watts: 65_535 }];
  const table: Bounds<{ watts: number | null }> = { watts: between('watts', 'W', 0, 1_000) };
  const read: () => { watts: number | null } = () => given.shift() ?? { watts: null };
  const refused = { field: 'watts', reason: 'watts 65535 W: above 1000 W' };
  const now = judged(read, table);
  t.same(now(), { watts: 5, implausible: [] });
  t.same(now(), { watts: null, implausible: [refused] });
  const other = { field: 'other', reason: 'found by the reader' };
  const slowly = (): Promise<{ watts: number | null }> => Promise.resolve({ watts: 65_535 });
  const later = judged(slowly, table, () => [other]);
  t.same(await later(), { watts: null, implausible: [other, refused] });
});
