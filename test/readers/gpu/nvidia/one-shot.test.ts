import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { answerFrom } from '../../../helpers/programs/fake-nvidia-smi.js';
import { notFollowed } from '../../../helpers/machines/not-followed.js';
import {
  idle,
  second,
  table,
  isQuery,
  isApps,
  machine,
  withOneLost,
} from '../../../helpers/machines/nvidia-machine.js';

void t.test('what it knows is asked once, and every card in one query', async (t) => {
  const { read, smi } = machine(t, table([idle, second]));
  await read();
  await read();
  const kinds = smi.calls.map((call) => call.replace(/=.*/, ''));
  const everyTime = ['--query-gpu', '--query-compute-apps'];
  t.same(kinds, ['--help-query-gpu', ...everyTime, ...everyTime]);
});

void t.test('after a failure the fields are asked again, so an exchanged driver is found', async (t) => {
  let now = table([idle]);
  const { read } = machine(t, (args) => now(args));
  t.equal((await read()).state, 'ok');
  now = answerFrom({ known: ['index', 'uuid', 'name'], cards: [idle] });
  const broken = await read();
  t.match(broken, { state: 'failed', reason: /does not know a field/, cards: [] });
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', usagePercent: null }] });
});

void t.test('programs that cannot be seen cost nothing but themselves', async (t) => {
  for (const answer of [new Failure('timeout', 'late'), { exitCode: 255, stdout: 'what\n' }]) {
    const usual = table([idle]);
    const { read } = machine(t, (args) => (isApps(args) ? answer : usual(args)));
    t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', usagePercent: 0, processes: null }] });
  }
});

void t.test('a driver that names the lost card by address and goes on is taken at its word', async (t) => {
  const usual = table([idle]);
  const { read, smi } = machine(t, (args) => {
    const answer = usual(args);
    if (!isQuery(args) || answer instanceof Failure) return answer;
    return {
      ...answer,
      stderr: 'Unable to determine the device handle for GPU0000:41:00.0: Unknown Error\n',
    };
  });
  t.match((await read()).cards, [{ id: 'GPU-aa', state: 'ok' }, { id: '0000:41:00.0', state: 'lost' }]); // prettier-ignore
  t.notOk(smi.calls.includes('-L'));
});

void t.test('a warning that comes with rows is no failure', async (t) => {
  const usual = table([idle]);
  const { read } = machine(t, (args) => {
    const answer = usual(args);
    if (!isQuery(args) || answer instanceof Failure) return answer;
    return { ...answer, exitCode: 14, stderr: 'WARNING: infoROM is corrupted\n' };
  });
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa' }] });
});

void t.test('several slow runs end within five seconds over all', async (t) => {
  const deadlines: number[] = [];
  const { host } = machine(t, withOneLost);
  const nvidiaSmi = {
    name: 'nvidia-smi',
    follow: notFollowed,
    run: async (args: readonly string[], limits: { deadline: number }) => {
      deadlines.push(limits.deadline);
      await host.clock.advance(1_990);
      return host.programs.nvidiaSmi.run(args, limits);
    },
  };
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi } });
  await t.rejects(read(), { code: 'timeout', message: 'nvidia-smi took more than 5 s in several runs' });
  t.same(deadlines, [3_000, 3_000, 1_000]);
});
