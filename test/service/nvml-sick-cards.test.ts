import t, { type Test } from 'tap';
import { fakeProgram } from '../helpers/programs/fake-program.js';
import { nvmlMachine } from '../helpers/machines/nvml-machine.js';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { ask, helpersOf, notLinux, service, until } from './nvml-service.js';

const skip = withoutCompiler;
// A lost card is tried again after half a minute, which no clock of ours can hurry.
t.setTimeout(400_000);

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
      t.ok(Math.max(...seen.map(({ ms }) => ms)) < slowStart.init_ms, 'no reading waits for a start');
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
      t.ok(Math.max(...seen.map(({ ms }) => ms)) < slowStart.init_ms, 'no reading waits for a start');
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
      await until(url, ({ state }) => state === 'ok');
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
