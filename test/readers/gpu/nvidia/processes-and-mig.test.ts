import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import type { ProgramOutput } from '../../../../src/host/host.js';
import { parseNvidiaSmiQuery } from '../../../../src/parsers/nvidia/smi-query.js';
import { nvidiaProcessesAndMig } from '../../../../src/readers/gpu/nvidia/processes-and-mig.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const rows = parseNvidiaSmiQuery('GPU-0, Disabled\n', ['uuid', 'mig.mode.current']);
const app = (pid: number) => ({ pid, name: 'x', memory: 2 ** 20, uuid: 'GPU-0' });

/** Further questions to an nvidia-smi that answers so. */
function machine(answer: (args: readonly string[]) => Partial<ProgramOutput> | Failure) {
  const calls: string[] = [];
  const run = (args: readonly string[]) => {
    calls.push(args.join(' '));
    const given = answer(args);
    if (given instanceof Failure) return Promise.reject(given);
    return Promise.resolve({ exitCode: 0, crash: null, stdout: '', stderr: '', ...given });
  };
  const host = writtenHost({});
  const nvidiaSmi = { ...host.programs.nvidiaSmi, run };
  const ask = nvidiaProcessesAndMig({ ...host, programs: { ...host.programs, nvidiaSmi } });
  return { ask, calls, clock: host.clock };
}

void t.test('programs are asked for every five seconds, and nobody waits for them', async (t) => {
  let pid = 6;
  const { ask, calls, clock } = machine(() => ({ stdout: `${(pid += 1)}, x, 1, GPU-0\n` }));
  t.same(ask(rows, ['0000:01:00.0']), { apps: null, mig: null }, 'not yet');
  for (let second = 0; second < 5; second += 1) {
    await clock.advance(second === 0 ? 1 : 1_000);
    t.same(ask(rows, null).apps, [app(7)]);
  }
  await clock.advance(1_000);
  ask(rows, null);
  await clock.advance(1);
  t.same(ask(rows, null).apps, [app(8)]);
  t.same(calls.map((call) => call.replace(/ ?--query.*/, '')), ['-i 0000:01:00.0', '']); // prettier-ignore
});

void t.test('one that does not answer is asked more seldom, and what is old is not shown', async (t) => {
  let broken = false;
  const { ask, calls, clock } = machine(() =>
    broken ? new Failure('timeout', 'late') : { stdout: '7, x, 1, GPU-0\n' },
  );
  ask(rows, null);
  await clock.advance(1);
  t.same(ask(rows, null).apps, [app(7)]);
  broken = true;
  for (let second = 0; second < 20; second += 1) {
    ask(rows, null);
    await clock.advance(1_000);
  }
  t.equal(ask(rows, null).apps, null);
  t.equal(calls.length, 2);
  broken = false;
  await clock.advance(30_000);
  ask(rows, null);
  await clock.advance(1);
  t.same(ask(rows, null).apps, [app(7)]);
});

void t.test('the instances of a split card are asked for beside them', async (t) => {
  const split = parseNvidiaSmiQuery('GPU-0, Enabled\n', ['uuid', 'mig.mode.current']);
  const xml = '<nvidia_smi_log><gpu id="0000:01:00.0"><uuid>GPU-0</uuid></gpu></nvidia_smi_log>';
  const { ask, clock } = machine((args) => ({ stdout: args.includes('-x') ? xml : '' }));
  ask(split, null);
  await clock.advance(1);
  t.match(ask(split, null), { apps: [], mig: [{ uuid: 'GPU-0' }] });
});
