import t, { type Test } from 'tap';
import { HelperNvml } from '../../src/host/nvml-source.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { nvmlStandIn, withoutCompiler } from '../helpers/nvml-stand-in.js';

const skip = withoutCompiler;

/** The source with a stand-in, in a process of its own; its time is not the real one. */
function source(t: Test, places?: string[]) {
  const library = nvmlStandIn(t.testdir({}));
  const clock = new FakeClock();
  const nvml = new HelperNvml(places ?? [library.path], {}, clock);
  t.teardown(() => nvml.close());
  return { library, clock, nvml };
}

t.test(
  'the process ends when nobody asked for half a minute, and starts with the next question',
  { skip },
  async (t) => {
    const { nvml, clock } = source(t);
    t.equal(nvml.pid, null, 'nothing runs before the first question');
    t.match(await nvml.read(null), { ok: true });
    const first = nvml.pid;
    await clock.advance(29_000);
    t.match(await nvml.read(null), { ok: true });
    t.equal(nvml.pid, first, 'asked meanwhile it stays');
    await clock.advance(30_000);
    while (nvml.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    t.match(await nvml.read(null), { ok: true });
    t.not(nvml.pid, first);
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
