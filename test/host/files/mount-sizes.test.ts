import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { asFailure } from '../../../src/failures.js';
import type { methods } from '../../../src/host/helper/file-system.js';
import { Helper } from '../../../src/host/helper/helper.js';
import { MountSizes } from '../../../src/host/files/mount-sizes.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const file = fileURLToPath(new URL('./stuck-mounts-child.js', import.meta.url));

/** Mounts of which those below /stuck answer only when the test asks for /release. */
function stuckMounts(t: Test) {
  const clock = new FakeClock();
  const helper = new Helper<typeof methods>('fileSystem', {}, { file, clock });
  t.teardown(() => helper.close());
  const sizes = new MountSizes(helper);
  const stateOf = (path: string) =>
    sizes.ask(path).then(
      ({ total }) => total,
      (thrown: unknown) => asFailure(thrown).code,
    );
  return { clock, helper, sizes, stateOf };
}

t.test('a mount that does not answer costs only itself, and is not asked again before it did', async (t) => {
  const { clock, helper, stateOf } = stuckMounts(t);
  t.equal(await stateOf('/a'), 1);
  const { pid } = helper;
  const stuck = stateOf('/stuck/b');
  t.equal(await stateOf('/c'), 1, 'others answer meanwhile');
  await clock.advance(1_000);
  t.equal(await stuck, 'timeout');
  t.equal(await stateOf('/stuck/b'), 'timeout', 'refused at once: the clock stands still');
  t.equal(await stateOf('/calls'), 3, 'a, b and c were asked once each');
  t.equal(await stateOf('/a'), 1);
  t.equal(helper.pid, pid, 'the process that waits for it goes on');
  await stateOf('/release');
  let state: number | string = 'timeout';
  while (state === 'timeout') {
    // Refusals come at once, and would let nothing else happen.
    await new Promise((resolve) => setImmediate(resolve));
    state = await stateOf('/stuck/b');
  }
  t.equal(state, 1, 'it answers again and is asked again');
});

t.test('two who ask for one path at the same time cost one call', async (t) => {
  const { stateOf } = stuckMounts(t);
  t.same(await Promise.all([stateOf('/a'), stateOf('/a')]), [1, 1]);
  t.equal(await stateOf('/calls'), 1);
});

t.test('when the process is killed all that waited is free to be asked again', async (t) => {
  const { clock, helper, stateOf } = stuckMounts(t);
  await stateOf('/a');
  const stuck = stateOf('/stuck/b');
  await clock.advance(1_000);
  t.equal(await stuck, 'timeout');
  process.kill(helper.pid ?? 0, 'SIGKILL');
  while (helper.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5));
  await clock.advance(60_000);
  const again = stateOf('/stuck/b');
  const isNew = () => helper.pid !== null;
  while (!isNew()) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(1_000);
  t.equal(await again, 'timeout');
});
