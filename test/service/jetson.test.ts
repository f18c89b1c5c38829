import { once } from 'node:events';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { systemErrorCode } from '../../src/failures.js';
import { besides } from '../helpers/http/besides.js';
import { ended } from '../host/helper/ended.js';
import { fakeProgram, type FakeAnswer } from '../helpers/programs/fake-program.js';
import { realService } from '../helpers/service/real-service.js';

const line = 'RAM 6185/7620MB EMC_FREQ 43%@2133 GR3D_FREQ 63%@[621] gpu@53.343C tj@53.968C VDD_GPU_SOC 2171mW/2000mW\n'; // prettier-ignore

interface Body {
  state: string;
  source: string | null;
  reason: string | null;
  gpus: { usage_percent: number | null }[];
}

/** The real service on a Jetson without a load file whose tegrastats is a program of ours. */
async function service(t: Test, answer: FakeAnswer) {
  const folder = t.testdir({ root: {}, proc: {}, sys: { module: { nvgpu: {} } } });
  const fake = fakeProgram(folder, 'tegrastats', [answer]);
  const { child, url } = await realService(t, {
    SYSMON_TEGRASTATS: fake.path,
    SYSMON_ROOT: join(folder, 'root'),
    SYSMON_PROC: join(folder, 'proc'),
    SYSMON_SYS: join(folder, 'sys'),
  });
  return { fake, child, url };
}

async function ask(url: string, route = '/stats/gpu/jetson'): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${url}${route}`);
  return { status: answer.status, body: (await answer.json()) as Body };
}

/** Kills a program of this test that may be gone already. */
function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
  }
}

/** The first body that is as wanted; waits as long as the test may run. */
async function until(url: string, wanted: (body: Body) => boolean): Promise<Body> {
  for (;;) {
    const { body } = await ask(url);
    if (wanted(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

t.test('one tegrastats serves every reading, and ends with the service', async (t) => {
  const { fake, child, url } = await service(t, { stdout: line, everyMs: 1_000 });
  const body = await until(url, ({ state }) => state === 'ok');
  t.match(body, {
    source: 'tegrastats',
    gpus: [{ id: 'gpu', usage_percent: 63, temperature_celsius: 53.343, power_watts: 2.171 }],
  });
  for (let turn = 0; turn < 20; turn += 1) await ask(url);
  const calls = fake.calls();
  t.same(calls.at(-1)?.args, ['--interval', '1000']);
  child.kill('SIGTERM');
  for (const { pid } of calls) await ended(pid);
});

t.test('while it hangs the service answers, and no second one is started beside it', async (t) => {
  const { fake, child, url } = await service(t, { hang: true, ignoreSigterm: true });
  const { answer, served } = await besides(ask(url), () => ask(url, '/stats/network'));
  t.ok(served > 1, `${served} other answers meanwhile`);
  t.match(answer.body, { state: 'failed', reason: /tegrastats printed nothing within 2.5 s/ });
  // After its death there is a pause before the next.
  t.ok(fake.calls().length <= 2, `${fake.calls().length} starts`);
  // It takes no hint, and outlives a service that is killed.
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (const { pid } of fake.calls()) killed(pid);
});
