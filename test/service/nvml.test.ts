import { once } from 'node:events';
import t from 'tap';
import { besides } from '../helpers/http/besides.js';
import { ended } from '../host/helper/ended.js';
import { fakeProgram } from '../helpers/programs/fake-program.js';
import { nvmlMachine } from '../helpers/machines/nvml-machine.js';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { promptly } from '../helpers/service/promptly.js';
import { ask, helpersOf, notLinux, service, started, until } from './nvml-service.js';

const skip = withoutCompiler;
// Helpers die and are started again after pauses that no clock of ours can hurry.
t.setTimeout(400_000);

for (const way of ['sleep', 'busy'] as const) {
  t.test(
    `while NVML hangs (${way}) the service answers, ends by SIGTERM, and is not asked again`,
    async (t) => {
      const machine = nvmlMachine(t);
      const { child, url } = await service(t, machine);
      t.equal((await ask(url)).body.state, 'ok', 'at first it works');
      machine.library.does({ [way]: 'nvmlDeviceGetPowerUsage' });

      const timedOut = until(url, ({ state }) => state === 'timeout');
      const { answer, served } = await besides(timedOut, async () =>
        t.equal((await ask(url, '/stats/memory')).status, 200),
      );
      t.ok(served > 1, `${served} other answers meanwhile`);
      t.match(answer, { reason: /nvml/i, remedy: /persistence/ });
      t.match(answer.gpus, [{ id: /^GPU-0/, state: 'timeout', usage_percent: null }]);

      const start = performance.now();
      child.kill('SIGTERM');
      t.same(await once(child, 'exit'), [0, null]);
      t.ok(performance.now() - start < promptly, `${(performance.now() - start).toFixed(0)} ms`);
    },
  );

  t.test(`SIGTERM ends the service at once while an NVML call is under way (${way})`, { skip }, async (t) => {
    const machine = nvmlMachine(t);
    machine.library.does({ [way]: 'nvmlInit_v2' });
    const { child, url } = await service(t, machine);
    const requested = ask(url).catch(() => null);
    const [helper] = await started(child.pid ?? 0);
    const start = performance.now();
    child.kill('SIGTERM');
    t.same(await once(child, 'exit'), [0, null]);
    t.ok(performance.now() - start < promptly, `${(performance.now() - start).toFixed(0)} ms`);
    await requested;
    await ended(helper ?? 0);
  });

  t.test(
    `no orphan stays when the service is killed while its helper is stuck (${way})`,
    { skip: skip || notLinux },
    async (t) => {
      const machine = nvmlMachine(t);
      machine.library.does({ [way]: 'nvmlInit_v2' });
      const { child, url } = await service(t, machine);
      const requested = ask(url).catch(() => null);
      const helpers = await started(child.pid ?? 0);
      t.equal(helpers.length, 1);
      // Until the call is really under way.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      t.same(helpersOf(child.pid ?? 0), helpers, 'it still runs');
      child.kill('SIGKILL');
      await once(child, 'exit');
      await requested;
      await ended(helpers[0] ?? 0);
    },
  );
}

t.test(
  'a hundred requests start no program and no further process',
  { skip: skip || notLinux },
  async (t) => {
    const machine = nvmlMachine(t);
    const smi = fakeProgram(machine.folder, 'no-nvidia-smi', []);
    const { url, child } = await service(t, machine);
    t.match((await ask(url)).body, { state: 'ok', source: 'NVML' });
    const before = helpersOf(child.pid ?? 0);
    for (let turn = 0; turn < 10; turn += 1) {
      const routes = Array.from({ length: 10 }, (_, place) => (place % 2 === 0 ? '/stats/gpu' : '/stats'));
      for (const { status } of await Promise.all(routes.map((route) => ask(url, route))))
        t.equal(status, 200);
    }
    t.same(helpersOf(child.pid ?? 0), before);
    t.same(smi.calls(), []);
  },
);

t.test('a crash inside NVML costs one reading, and after a pause it is asked again', { skip }, async (t) => {
  const machine = nvmlMachine(t);
  const { url, child } = await service(t, machine);
  t.match((await ask(url)).body, { state: 'ok', source: 'NVML' });
  machine.library.does({ crash: 'nvmlDeviceGetPowerUsage' });
  const broken = await until(url, ({ state }) => state !== 'ok');
  t.match(broken, { state: 'failed', reason: /nvml helper crashed \(SIGSEGV\)/ });
  t.match(broken.gpus, [{ id: /^GPU-0/, state: 'failed' }], 'its card stays in the list');
  t.same(helpersOf(child.pid ?? 0), [], 'not started again at once');
  t.match(await until(url, ({ reason }) => reason?.includes('not asked again for') === true), {
    state: 'failed',
  });
  machine.library.does({});
  t.match(await until(url, ({ state }) => state === 'ok'), { source: 'NVML', gpus: [{ state: 'ok' }] });
});
