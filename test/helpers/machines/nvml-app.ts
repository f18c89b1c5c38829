import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Test } from 'tap';
import type { NvidiaStats } from '../../../schemas/gpu/nvidia.js';
import { buildApp } from '../../../src/app.js';
import { systemHost } from '../../../src/host/system-host.js';
import { defaultSettings } from '../../../src/settings/settings.js';
import { strictValidators } from '../bodies/contract.js';
import { fakeProgram, type FakeAnswer } from '../programs/fake-program.js';
import { nvmlMachine } from './nvml-machine.js';
import type { StandInOptions } from './nvml-stand-in.js';

/** The whole service on a machine whose library does this; its body is valid by the strict schema. */
export async function nvmlApp(
  t: Test,
  scenario: Record<string, number | string>,
  options: StandInOptions & {
    container?: boolean;
    pidNamespace?: number;
    nvidiaSmi?: FakeAnswer[];
    /** Files of the machine, such as `sys/…`. */
    files?: Record<string, string>;
    /** Another file of the machine, or path, instead of the stand-in. */
    nvml?: string;
  } = {},
) {
  const machine = nvmlMachine(t, options);
  if (options.container === true) machine.write('root/.dockerenv', '');
  if (options.pidNamespace !== undefined) {
    mkdirSync(join(machine.folder, 'root/proc/self/ns'), { recursive: true });
    symlinkSync(`pid:[${options.pidNamespace}]`, join(machine.folder, 'root/proc/self/ns/pid'));
  }
  for (const [path, content] of Object.entries(options.files ?? {})) machine.write(path, content);
  machine.library.does(scenario);
  if (options.nvidiaSmi !== undefined) fakeProgram(machine.folder, 'no-nvidia-smi', options.nvidiaSmi);
  const host = systemHost({
    ...machine.places,
    nvml: resolve(machine.folder, options.nvml ?? machine.places.nvml),
    own: machine.places.root,
    ollama: { url: new URL('http://127.0.0.1:1'), headers: {} },
    environment: { PATH: process.env['PATH'] },
  });
  const app = await buildApp({ settings: defaultSettings({ interval: 100 }), host });
  t.teardown(() => app.close());
  t.teardown(() => host.close());
  // Timers of the service keep no process running.
  const running = setInterval(() => undefined, 1_000);
  t.teardown(() => clearInterval(running));
  await app.ready();
  const validate = strictValidators(app)('NvidiaStats');
  const get = async () => {
    const answer = await app.inject('/stats/gpu/nvidia');
    t.equal(answer.statusCode, 200);
    const body = answer.json<NvidiaStats>();
    if (!validate(body)) t.fail('the body is not as the schema says', { errors: validate.errors });
    return body;
  };
  /** The first body that is as wanted; waits as long as the test may run. */
  const until = async (wanted: (body: NvidiaStats) => boolean) => {
    for (;;) {
      const body = await get();
      if (wanted(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return { ...machine, app, get, until };
}
