import t from 'tap';
import { nvmlApp } from '../../../helpers/machines/nvml-app.js';
import { withoutCompiler } from '../../../helpers/machines/nvml-stand-in.js';

/** Kinds of cards and drivers as they are met, through the library in its own process. */
const skip = withoutCompiler;

t.test(
  "a processor's graphics whose memory call succeeds with 0 share the memory of the system",
  { skip },
  async (t) => {
    const { get, app } = await nvmlApp(t, { count: 2, unified: 0, zero: 0 });
    t.match((await get()).gpus, [
      {
        name: 'NVIDIA GB10',
        memory_kind: 'unified',
        integrated: true,
        vram_total_bytes: null,
        vram_used_bytes: null,
        system_memory_total_bytes: 131072000 * 1024,
        usable_memory_total_bytes: 131072000 * 1024,
        usable_memory_used_bytes: 31072000 * 1024,
      },
      { memory_kind: 'dedicated', system_memory_total_bytes: null },
    ]);
    t.match((await app.inject('/stats/summary')).json(), {
      gpu_0_vram: '10 GB / 80 GB (12.5%)',
      gpu_1_vram: '29.63 GB / 125 GB (23.71%)',
    });
    const card = await nvmlApp(t, { zero: 0 });
    t.match((await card.get()).gpus, [{ memory_kind: null, vram_total_bytes: null, vram_used_gb: null }]);
  },
);

t.test(
  'a library that is named and not there, or does not load, is told in the words of the loader',
  { skip },
  async (t) => {
    const missing = await nvmlApp(t, {}, { nvml: '/nowhere/libnvidia-ml.so.1' });
    t.match(await missing.get(), {
      state: 'failed',
      reason: /libnvidia-ml cannot be loaded: .*\/nowhere\/libnvidia-ml\.so\.1.*No such file/i,
      remedy: /SYSMON_NVML/,
    });
    const broken = await nvmlApp(t, {}, { nvml: 'lib/text.so', files: { 'lib/text.so': 'no library' } });
    t.match(await broken.get(), { state: 'failed', reason: /invalid ELF header|file too short/ });
  },
);
