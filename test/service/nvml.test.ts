import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { ended } from '../host/helper/ended.js';
import { fakeProgram } from '../helpers/fake-program.js';
import { nvmlMachine, type NvmlMachine } from '../helpers/nvml-machine.js';
import { withoutCompiler } from '../helpers/nvml-stand-in.js';

const program = join(import.meta.dirname, '../../src/main.js');
const skip = withoutCompiler;
// Helpers die and are started again after pauses that no clock of ours can hurry.
t.setTimeout(400_000);

/** The real service on a machine with the stand-in library, killed when the test ends. */
async function service(t: Test, { places }: NvmlMachine) {
  const environment = {
    PATH: process.env['PATH'],
    SYSMON_PORT: '0',
    SYSMON_NVML: places.nvml,
    SYSMON_ROOT: places.root,
    SYSMON_PROC: places.proc,
    SYSMON_SYS: places.sys,
    SYSMON_NVIDIA_SMI: places.nvidiaSmi,
    SYSMON_ROCM_SMI: places.rocmSmi,
    SYSMON_AMD_SMI: places.amdSmi,
  };
  const child = spawn(process.execPath, [program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg } = JSON.parse(line) as { msg: string };
    const [, url] = /^Server listening at (http:\S+)$/.exec(msg) ?? [];
    if (url !== undefined) return { child, url };
  }
  throw new Error('the service ended before it listened');
}

interface Body {
  state: string;
  source: string | null;
  reason: string | null;
  remedy: string | null;
  gpus: { id: string; state: string }[];
}

async function ask(url: string, route = '/stats/gpu/nvidia') {
  const start = performance.now();
  const answer = await fetch(`${url}${route}`);
  const body = (await answer.json()) as Body;
  return { status: answer.status, body, ms: performance.now() - start };
}

/** Process ids of the NVML helpers that a service has started and that still run. */
function helpersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return (
          state !== 'Z' &&
          Number(ppid) === parent &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith('\0nvml\0')
        );
      } catch (thrown) {
        // It ended between the listing and the look.
        return thrown === null;
      }
    })
    .map(Number);
}

const notLinux = process.platform !== 'linux' && 'only Linux kills a helper that is stuck';

for (const way of ['sleep', 'busy'] as const) {
  t.test(
    `while NVML hangs (${way}) the service answers, ends by SIGTERM, and is not asked again`,
    async (t) => {
      const machine = nvmlMachine(t);
      const { child, url } = await service(t, machine);
      t.equal((await ask(url)).body.state, 'ok', 'at first it works');
      machine.library.does({ [way]: 'nvmlDeviceGetPowerUsage' });

      const asked = ask(url, '/stats/gpu/nvidia');
      const slowest = { ms: 0 };
      for (let turn = 0; turn < 60; turn += 1) {
        const { status, ms } = await ask(url, '/stats/memory');
        t.equal(status, 200);
        slowest.ms = Math.max(slowest.ms, ms);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      t.ok(slowest.ms < 900, `/stats/memory took ${slowest.ms.toFixed(1)} ms at most`);
      const { ms: first } = await asked;
      t.ok(first < 6_000, `${first.toFixed(0)} ms`);
      const { status, body, ms } = await ask(url);
      t.equal(status, 200);
      t.match(body, { state: 'timeout', reason: /nvml/i, remedy: /persistence/ });
      t.match(body.gpus, [{ id: /^GPU-0/, state: 'timeout', usage_percent: null }]);
      t.comment(`slowest /stats/memory ${slowest.ms.toFixed(1)} ms, /stats/gpu/nvidia ${ms.toFixed(0)} ms`);

      const start = performance.now();
      child.kill('SIGTERM');
      t.same(await once(child, 'exit'), [0, null]);
      t.ok(performance.now() - start < 1_000, `${(performance.now() - start).toFixed(0)} ms`);
    },
  );

  t.test(
    `SIGTERM ends the service within a second while an NVML call is under way (${way})`,
    { skip },
    async (t) => {
      const machine = nvmlMachine(t);
      machine.library.does({ [way]: 'nvmlInit_v2' });
      const { child, url } = await service(t, machine);
      const asked = ask(url).catch(() => null);
      const [helper] = await started(child.pid ?? 0);
      const start = performance.now();
      child.kill('SIGTERM');
      t.same(await once(child, 'exit'), [0, null]);
      t.ok(performance.now() - start < 1_000, `${(performance.now() - start).toFixed(0)} ms`);
      await asked;
      await ended(helper ?? 0);
    },
  );

  t.test(
    `no orphan stays when the service is killed while its helper is stuck (${way})`,
    { skip: skip || notLinux },
    async (t) => {
      const machine = nvmlMachine(t);
      machine.library.does({ [way]: 'nvmlInit_v2' });
      const { child, url } = await service(t, machine);
      const asked = ask(url).catch(() => null);
      const helpers = await started(child.pid ?? 0);
      t.equal(helpers.length, 1);
      // Until the call is really under way.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      t.same(helpersOf(child.pid ?? 0), helpers, 'it still runs');
      child.kill('SIGKILL');
      await once(child, 'exit');
      await asked;
      await ended(helpers[0] ?? 0);
    },
  );
}

/** The helpers of a service once there are any; waits as long as the test may run. */
async function started(parent: number): Promise<number[]> {
  for (;;) {
    const helpers = helpersOf(parent);
    if (helpers.length > 0) return helpers;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
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
  t.match(broken, { state: 'failed', reason: /nvml helper ended \(SIGSEGV\)/ });
  t.match(broken.gpus, [{ id: /^GPU-0/, state: 'failed' }], 'its card stays in the list');
  t.same(helpersOf(child.pid ?? 0), [], 'not started again at once');
  t.match(await until(url, ({ reason }) => reason?.includes('not asked again for') === true), {
    state: 'failed',
  });
  machine.library.does({});
  t.match(await until(url, ({ state }) => state === 'ok'), { source: 'NVML', gpus: [{ state: 'ok' }] });
});

/** What every reading of `ms` says, asked twice a second; `turn` is called before each with the time passed. */
async function watched(url: string, ms: number, turn: (passed: number) => void = () => undefined) {
  const seen = [];
  const start = performance.now();
  for (let passed = 0; passed < ms; passed = performance.now() - start) {
    turn(passed);
    const answer = await ask(url);
    seen.push({ at: Math.round(passed), ms: answer.ms, ...answer.body });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return seen;
}

const slowStart = { count: 8, init_ms: 3_000 };

/** Eight cards that answer; from now on the library takes three seconds to start. */
async function eightCards(t: Test, scenario: Record<string, number | string>) {
  const machine = nvmlMachine(t);
  machine.library.does({ count: 8 });
  const { url, child } = await service(t, machine);
  t.equal((await ask(url)).body.gpus.length, 8);
  machine.library.does({ ...slowStart, ...scenario });
  return { url, child, library: machine.library };
}

const fields = ['index', 'uuid', 'utilization.gpu', 'memory.used', 'temperature.gpu', 'name'];
const csv = '--format=csv,noheader,nounits';
const query = [`--query-gpu=${fields.join(',')}`, csv];
const rows = Array.from({ length: 8 }, (_, place) => {
  const cell = (value: number) => (place === 3 ? '[Unknown Error]' : String(value));
  return `${place}, GPU-${place}, ${cell(place)}, ${cell(512)}, ${cell(40)}, NVIDIA A100\n`;
});

t.test('one sick card takes no other away', { skip: skip || notLinux, jobs: 3 }, (t) => {
  void t.test(
    "for a minute one value's Unknown Error costs nothing but itself, not even a new start",
    { buffered: true },
    async (t) => {
      const { url, child } = await eightCards(t, { odd: 'nvmlDeviceGetFanSpeed', odd_card: 3 });
      const [helper] = helpersOf(child.pid ?? 0);
      const seen = await watched(url, 60_000);
      const broken = seen.filter(({ gpus }) => gpus.filter(({ state }) => state === 'ok').length !== 8);
      t.same(broken.map(({ at, state, reason }) => ({ at, state, reason })), []); // prettier-ignore
      t.ok(Math.max(...seen.map(({ ms }) => ms)) < 1_000, 'no reading is slower than its deadline');
      t.same(helpersOf(child.pid ?? 0), [helper], 'the same process answers');
    },
  );

  void t.test(
    'one lost card takes no other away for a minute, and comes back with a library started beside',
    { buffered: true },
    async (t) => {
      const { url, library, child } = await eightCards(t, { lost: 3, sticky: 1 });
      const heal = (passed: number) => {
        if (passed > 20_000) library.does({ ...slowStart, sticky: 1 });
      };
      const seen = await watched(url, 60_000, heal);
      const others = seen.filter(({ gpus }) => gpus.filter(({ state }) => state === 'ok').length < 7);
      t.same(others.map(({ at, state, reason }) => ({ at, state, reason })), []); // prettier-ignore
      t.ok(Math.max(...seen.map(({ ms }) => ms)) < 1_000, 'no reading is slower than its deadline');
      const ids = new Set(seen.map(({ gpus }) => gpus[3]?.id));
      t.same([...ids], ['GPU-00000003-0000-0000-0000-000000000000'], 'it stays listed under its UUID');
      const back = seen.findIndex(({ gpus, at }) => at > 20_000 && gpus[3]?.state === 'ok');
      t.equal(seen[back - 1]?.gpus[3]?.state, 'lost', 'only a new start brings it back');
      t.ok(seen.slice(back).every(({ gpus }) => gpus[3]?.state === 'ok'));
      t.equal(helpersOf(child.pid ?? 0).length, 1, 'the process before has gone');
    },
  );

  void t.test(
    'by an nvidia-smi that takes 3 s to start a card in trouble takes no other away, and it is started once',
    { buffered: true },
    async (t) => {
      const machine = nvmlMachine(t);
      machine.places.nvml = 'off';
      const smi = fakeProgram(machine.folder, 'no-nvidia-smi', [
        { args: ['--help-query-gpu'], stdout: fields.map((name) => `"${name}"\nIt.\n`).join('\n') },
        { args: [...query, '-lms', '1000'], delayMs: 3_000, stdout: rows.join(''), everyMs: 1_000 },
        { args: query, delayMs: 3_000, stdout: rows.join('') },
      ]);
      const { url } = await service(t, machine);
      const seen = await watched(url, 45_000);
      const states = ['ok', 'ok', 'ok', 'failed', 'ok', 'ok', 'ok', 'ok'];
      const broken = seen.filter(({ gpus }) => gpus.map(({ state }) => state).join() !== states.join());
      t.same(broken.map(({ at, state, reason }) => ({ at, state, reason })), []); // prettier-ignore
      t.match(seen.at(-1), { state: 'ok', source: 'nvidia-smi (looping)' });
      const starts = smi.calls().filter(({ args }) => args.includes('-lms'));
      t.equal(starts.length, 1);
    },
  );

  t.end();
});

/** The first body of the route that is as wanted; waits as long as the test may run. */
async function until(url: string, wanted: (body: Body) => boolean): Promise<Body> {
  for (;;) {
    const { body } = await ask(url);
    if (wanted(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
