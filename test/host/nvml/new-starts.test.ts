import t from 'tap';
import { unansweredDevice, type NvmlDevice, type NvmlSnapshot } from '../../../src/host/nvml/nvml.js';
import { answersForSome, NewStarts } from '../../../src/host/nvml/new-starts.js';

const well: NvmlDevice = {
  ...unansweredDevice(0, { fanPercent: 999, milliwatts: 4 }),
  uuid: 'GPU-0',
  name: 'H100',
};
const lost = (index: number, code = 15) => unansweredDevice(index, { handle: code });
const snapshot = (...devices: NvmlDevice[]): NvmlSnapshot => ({
  ok: true,
  driverVersion: null,
  nvmlVersion: null,
  cudaVersion: null,
  devices,
});
const driverGone: NvmlSnapshot = { ok: false, code: 9 };

/** The seconds at which a new start is due when this is read every second. */
function dueAt(seconds: number, read: (second: number) => NvmlSnapshot): number[] {
  const starts = new NewStarts();
  starts.started(0);
  return Array.from({ length: seconds }, (_, second) => second).filter((second) =>
    starts.due(read(second), second * 1_000),
  );
}

void t.test('a value that cannot be had is no reason for a new start', (t) => {
  t.same(dueAt(10_000, () => snapshot(well)), []); // prettier-ignore
  t.end();
});

void t.test('a lost card is, after half a minute, and more seldom while that does not help', (t) => {
  const expected = [30, 90, 210, 450, 930, 1530, 2130];
  t.same(dueAt(2_500, () => snapshot(well, lost(1))), expected); // prettier-ignore
  t.same(dueAt(100, () => snapshot(well, lost(1, 16))), [30, 90]); // prettier-ignore
  t.same(dueAt(100, () => snapshot(well, lost(1, 999))), [30, 90], 'one without a handle'); // prettier-ignore
  t.same(dueAt(100, () => snapshot(well, unansweredDevice(1, { uuid: 999, name: 999 }))), [30, 90]); // prettier-ignore
  t.end();
});

void t.test('another card, and the same one after it was well, begin anew', (t) => {
  const other = (second: number) => (second < 500 ? snapshot(well, lost(1)) : snapshot(lost(1), lost(2)));
  t.same(dueAt(600, other), [30, 90, 210, 450, 500, 560]);
  const healed = (second: number) =>
    second >= 220 && second < 230 ? snapshot(well) : snapshot(well, lost(1));
  t.same(dueAt(300, healed), [30, 90, 210, 240]);
  t.end();
});

void t.test('for the library as a whole it comes sooner', (t) => {
  t.same(dueAt(40, () => driverGone), [1, 3, 7, 15, 25, 35]); // prettier-ignore
  t.same(dueAt(4, () => snapshot(well, lost(1, 18))), [1, 3]); // prettier-ignore
  t.end();
});

void t.test('a library is worth keeping while it answers for one card', (t) => {
  t.ok(answersForSome(snapshot(well, lost(1))));
  t.notOk(answersForSome(snapshot(lost(0), lost(1))));
  t.notOk(answersForSome(snapshot(lost(0, 9))));
  t.notOk(answersForSome(driverGone));
  t.end();
});
