import t, { type Test } from 'tap';
import type { NvmlSnapshot } from '../../../src/host/nvml/nvml.js';
import { HelperNvml } from '../../../src/host/nvml/source.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { nvmlStandIn, withoutCompiler } from '../../helpers/machines/nvml-stand-in.js';

const skip = withoutCompiler;

/** Knows how long its timers were to wait. */
class WatchedClock extends FakeClock {
  readonly delays: number[] = [];

  override setTimer(delay: number, wake: () => void): () => void {
    this.delays.push(delay);
    return super.setTimer(delay, wake);
  }
}

/** The source with a stand-in, in a process of its own; its time is not the real one. */
function source(t: Test, places?: string[]) {
  const library = nvmlStandIn(t.testdir({}));
  const clock = new WatchedClock();
  const nvml = new HelperNvml({ paths: places ?? [library.path], isNamed: false }, {}, clock);
  t.teardown(() => nvml.close());
  return { library, clock, nvml };
}

const lost = { ok: true, devices: [{ errors: { handle: 15 } }] };
const well = { ok: true, devices: [{ uuid: String }] };

t.test('the cards are let go of when nobody asked for half a minute', { skip }, async (t) => {
  const { nvml, clock, library } = source(t);
  t.equal(nvml.pid, null, 'nothing runs before the first question');
  library.does({ lost: 0, sticky: 1 });
  t.match(await nvml.read(null), lost);
  const { pid } = nvml;
  library.does({});
  await clock.advance(29_000);
  t.match(await nvml.read(null), lost, 'asked meanwhile the library stays as it is');
  await clock.advance(30_000);
  t.match(await nvml.read(null), well, 'it was initialised anew');
  t.equal(nvml.pid, pid, 'in the process that there is');
});

t.test(
  'the process ends when history would have asked, and starts with the next question',
  { skip },
  async (t) => {
    const { nvml, clock } = source(t);
    const letGo = async () => {
      await clock.advance(30_000);
      while (clock.delays.at(-1) !== 120_000) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    t.match(await nvml.read(null), well);
    const { pid } = nvml;
    await letGo();
    await clock.advance(30_000);
    t.match(await nvml.read(null), well);
    t.equal(nvml.pid, pid, 'once a minute is often enough');
    await letGo();
    await clock.advance(120_000);
    while (nvml.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    t.match(await nvml.read(null), well);
    t.not(nvml.pid, pid);
  },
);

t.test(
  'while the driver takes long to start a reading does not wait, and then it works',
  { skip },
  async (t) => {
    const { nvml, clock, library } = source(t);
    library.does({ init_ms: 1_500 });
    const first = nvml.read(null).catch((thrown: unknown) => thrown);
    await clock.advance(2_500);
    t.match(await first, { code: 'timeout', message: /not ready yet/ });
    await t.rejects(clock.until(nvml.read(null), 0), { code: 'timeout' }, 'at once');
    for (;;) {
      const next = await clock.until(nvml.read(null), 0).catch(() => null);
      if (next !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    t.pass('no process had to be started again');
  },
);

t.test('a library that is not there is absent, and not looked for at every question', { skip }, async (t) => {
  const { nvml, clock } = source(t, ['/nowhere/libnvidia-ml.so.1']);
  await t.rejects(nvml.read(null), { code: 'absent', message: /cannot be loaded: there is none/ });
  t.equal(nvml.pid, null, 'no process is kept for it');
  await t.rejects(nvml.read(null), { code: 'absent' });
  t.equal(nvml.pid, null);
  await clock.advance(60_000);
  await t.rejects(nvml.read(null), { code: 'absent' });
});

t.test('switched off it starts nothing', { skip }, async (t) => {
  const { nvml } = source(t, []);
  await t.rejects(nvml.read(null), { code: 'absent' });
  t.equal(nvml.pid, null);
});

t.test('only the cards that are asked for are touched', { skip }, async (t) => {
  const { nvml, library } = source(t);
  library.does({ count: 3 });
  t.match(await nvml.read(['0000:02:00.0', '0000:09:00.0']), {
    devices: [
      { index: null, uuid: 'GPU-00000001-0000-0000-0000-000000000000' },
      { pciAddress: '0000:09:00.0', errors: { handle: 2 } },
    ],
  });
});

/** Reads once a second for so long, waiting a little each time for what goes on beside; what each reading gave. */
async function readFor({ nvml, clock }: ReturnType<typeof source>, seconds: number) {
  const seen = [];
  for (let turn = 0; turn < seconds; turn += 1) {
    seen.push(await nvml.read(null).catch((thrown: unknown) => thrown));
    await clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return seen;
}

/** Reads until one is as wanted, while the clock stands still; what each reading gave. */
async function readUntil({ nvml }: ReturnType<typeof source>, wanted: (read: NvmlSnapshot) => boolean) {
  const seen: NvmlSnapshot[] = [];
  for (;;) {
    const read = await nvml.read(null);
    seen.push(read);
    if (wanted(read)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

t.test('a value that answers Unknown Error for ever is no reason for a new start', { skip }, async (t) => {
  const machine = source(t);
  machine.library.does({ count: 8, odd: 'nvmlDeviceGetFanSpeed', odd_card: 3 });
  await machine.nvml.read(null);
  const { pid } = machine.nvml;
  const seen = await readFor(machine, 120);
  t.match(seen, Array(120).fill({ ok: true, devices: { length: 8, 3: { errors: { fanPercent: 999 } } } }));
  t.equal(machine.nvml.pid, pid);
});

t.test('a lost card comes back in a second process, beside the first that answers', { skip }, async (t) => {
  const machine = source(t);
  machine.library.does({ count: 2, lost: 1, sticky: 1 });
  await machine.nvml.read(null);
  const { pid } = machine.nvml;
  machine.library.does({ count: 2, sticky: 1, init_ms: 100 });
  t.match(
    await readFor(machine, 30),
    Array(30).fill({ devices: [{ errors: {} }, { errors: { handle: 15 } }] }),
  );
  t.equal(machine.nvml.pid, pid, 'not before half a minute');
  const isBack = (read: NvmlSnapshot) => read.ok && read.devices[1]?.uuid !== null;
  const seen = await readUntil(machine, isBack);
  t.ok(seen.length > 1, 'the first goes on answering until the second is ready');
  t.match(seen.at(-1), { devices: [{ uuid: /^GPU-0+-/ }, { uuid: /^GPU-0+1-/ }] });
  t.not(machine.nvml.pid, pid);
});

t.test('a second process that hangs is killed, and the first goes on', { skip }, async (t) => {
  const machine = source(t);
  machine.library.does({ count: 2, lost: 1 });
  await machine.nvml.read(null);
  const { pid } = machine.nvml;
  machine.library.does({ count: 2, lost: 1, sleep: 'nvmlInit_v2' });
  const seen = await readFor(machine, 90);
  t.match(seen, Array(90).fill({ devices: [{ errors: {} }, { errors: { handle: 15 } }] }));
  t.equal(machine.nvml.pid, pid);
});

t.test('a driver that has gone is looked for again beside, and told as it is now', { skip }, async (t) => {
  const machine = source(t);
  await machine.nvml.read(null);
  machine.library.does({ lost: 0, lost_code: 9, init: 18 });
  await machine.clock.advance(1_000);
  await readUntil(machine, (read) => !read.ok && read.code === 18);
  machine.library.does({});
  await machine.clock.advance(10_000);
  t.match((await readUntil(machine, ({ ok }) => ok)).at(-1), { devices: [{ errors: {} }] });
});
