import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { nvmlMachine, type NvmlMachine } from '../helpers/machines/nvml-machine.js';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { realService } from '../helpers/service/real-service.js';

// The library is compiled, and processes are started, on whatever machine this is.
t.setTimeout(120_000);
const program = join(import.meta.dirname, '../../src/main.js');

interface Problem {
  domain: string;
  code: string;
  detail: string;
  reason: string | null;
  remedy: string | null;
}

interface Card {
  index: number;
  state: string;
  reason: string | null;
  remedy: string | null;
}

function settingsOf({ places }: NvmlMachine): Record<string, string> {
  return {
    SYSMON_NVML: places.nvml,
    SYSMON_ROOT: places.root,
    SYSMON_PROC: places.proc,
    SYSMON_SYS: places.sys,
    SYSMON_NVIDIA_SMI: places.nvidiaSmi,
    SYSMON_ROCM_SMI: places.rocmSmi,
    SYSMON_AMD_SMI: places.amdSmi,
    SYSMON_GPU: 'nvidia',
  };
}

async function ask<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

/** What `--check` lists under "to mend" for NVIDIA's cards. */
async function toMend(settings: Record<string, string>): Promise<string[]> {
  const env = { PATH: process.env['PATH'], ...settings };
  // It ends with 1 where there is something to mend.
  const { stdout } = await new Promise<{ stdout: string }>((resolve) =>
    execFile(process.execPath, [program, '--check'], { env }, (_, printed) => resolve({ stdout: printed })),
  );
  const [, list = ''] = stdout.split('to mend:\n');
  return list.split('\n').filter((line) => line.startsWith('  gpu/nvidia '));
}

t.test(
  'one lost card of two is told alike, with reason and remedy, by its own route, /stats/gpu, /stats and --check',
  { skip: withoutCompiler },
  async (t) => {
    const machine = nvmlMachine(t);
    machine.library.does({ count: 2 });
    const settings = settingsOf(machine);
    const { url } = await realService(t, settings);
    const readOwn = () => ask<{ state: string; gpus: Card[] }>(`${url}/stats/gpu/nvidia`);
    let own = await readOwn();
    t.strictSame(
      own.gpus.map(({ state }) => state),
      ['ok', 'ok'],
    );

    machine.library.does({ count: 2, lost: 1 });
    while (own.gpus[1]?.state === 'ok') {
      await pause(100);
      own = await readOwn();
    }
    t.equal(own.state, 'ok', 'the other card answers');
    const lost = own.gpus.find(({ state }) => state === 'lost');
    t.match(lost, { index: 1, reason: /fallen off the bus/, remedy: /Reboot/ });

    const all = await ask<{ gpus: Card[] }>(`${url}/stats/gpu`);
    t.match(all.gpus[1], { state: 'lost', reason: lost?.reason, remedy: lost?.remedy });

    const { problems } = await ask<{ problems: Problem[] }>(`${url}/stats?only=gpu`);
    t.equal(problems.length, 1);
    t.match(problems, [
      {
        domain: 'gpu/nvidia',
        code: 'lost',
        detail: /^NVIDIA GPU 1 \(.+, .+\): the driver has lost the card/,
        reason: lost?.reason,
        remedy: lost?.remedy,
      },
    ]);
    const mended = await toMend(settings);
    t.match(mended, [/lost: NVIDIA GPU \d \(/]);
    t.equal(mended.length, 1, 'once');
  },
);

t.test('a backend that is broken is one problem, not one a card', { skip: withoutCompiler }, async (t) => {
  const machine = nvmlMachine(t);
  machine.library.does({ count: 2, init: 18 });
  const { url } = await realService(t, settingsOf(machine));
  const { problems } = await ask<{ problems: Problem[] }>(`${url}/stats?only=gpu`);
  t.match(problems, [{ domain: 'gpu/nvidia', code: 'driver_mismatch', reason: /./, remedy: /Reboot/ }]);
  t.equal(problems.length, 1);
  const text = await (await fetch(`${url}/metrics`)).text();
  t.notMatch(
    text,
    /^sysmon_gpu_cards\{vendor="nvidia"\}/m,
    'how many cards there are is not known, and not 0',
  );
});
