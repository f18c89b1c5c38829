import t, { type Test } from 'tap';
import { NvidiaStats } from '../../../schemas/gpu/nvidia.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__desktop-16-threads';

interface Shown {
  pid: number;
  gpu_memory_bytes: number | null;
}

/** The GPU memory of processes where the NVIDIA card says this of its list of programs. */
async function memories(t: Test, processes_reason: string | null): Promise<Map<number, number | null>> {
  const { app, get } = await recordedApp(machine);
  t.teardown(() => app.close());
  const entry = app.monitor.catalogue.get(NvidiaStats);
  const current = entry.current.bind(entry);
  entry.current = async () => {
    const shown = await current();
    if (!shown.ok) return shown;
    const gpus = shown.body.gpus.map((gpu) => ({ ...gpu, processes: gpu.processes ?? [], processes_reason }));
    return { ...shown, body: { ...shown.body, gpus } };
  };
  const { body } = await get('/stats/processes?limit=10000');
  return new Map((body as { processes: Shown[] }).processes.map((one) => [one.pid, one.gpu_memory_bytes]));
}

t.test('a process that no card lists has null GPU memory where a card does not list all', async (t) => {
  const partial = await memories(t, 'the programs of other namespaces are hidden');
  const numbers = [...partial.values()];
  t.ok(numbers.length > 2);
  t.notOk(numbers.includes(0), 'nothing is counted as 0');
});
