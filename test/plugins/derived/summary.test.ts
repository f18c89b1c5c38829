import t from 'tap';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { sysFolder } from '../../helpers/machines/sys-machine.js';

t.test('an input that cannot be read costs only its own text', async (t) => {
  const { get } = await recordedApp('linux-x64__vm-2-threads', { settings: { diskPath: '/no/such/place' } });
  t.match(await get('/stats/summary'), {
    status: 200,
    body: {
      disk_usage: 'n/a',
      cpu_usage: /^\d+(\.\d)?%$/,
      ram_usage: /^[\d.]+ GB \/ [\d.]+ GB \([\d.]+%\)$/,
      ollama_models: 0,
    },
  });
});

t.test(
  'the memory of a card is what a model on it can have, for a processor more than is set aside',
  async (t) => {
    const GB = 2 ** 30;
    const device = (id: string, address: string, sizes: Record<string, number>) => ({
      vendor: '0x1002\n',
      uevent: `DRIVER=amdgpu\nPCI_ID=1002:${id}\nPCI_SLOT_NAME=${address}\n`,
      ...Object.fromEntries(
        Object.entries(sizes).map(([name, size]) => [`mem_info_${name}`, `${Math.round(size)}\n`]),
      ),
    });
    const halo = { vram_total: 0.5 * GB, vram_used: 0.14 * GB, gtt_total: 62 * GB, gtt_used: 40 * GB };
    const navi = { vram_total: 16 * GB, vram_used: 2 * GB, gtt_total: 32 * GB, gtt_used: GB };
    const folder = sysFolder(t, {
      class: {
        drm: {
          card0: { device: { ...device('744C', '0000:03:00.0', navi), board_info: 'type : cem\n' } },
          card1: { device: device('1586', '0000:c5:00.0', halo) },
        },
      },
    });
    const { get } = await recordedApp(folder);
    t.match((await get('/stats/summary')).body, {
      gpu_0_vram: '2 GB / 16 GB (12.5%)',
      gpu_1_vram: '40.14 GB / 62.5 GB (64.22%)',
    });
    t.match((await get('/stats/gpu')).body, {
      gpus: [
        { memory_kind: 'dedicated', usable_memory_total_bytes: 16 * GB },
        { memory_kind: 'carveout', vram_total_gb: 0.5, usable_memory_total_bytes: 62.5 * GB },
      ],
    });
  },
);

t.test('the texts of the cards stand also in a list, with the same numbers', async (t) => {
  const { get } = await recordedApp('linux-x64__server-128-threads');
  const body = (await get('/stats/summary')).body as Record<string, unknown> & {
    gpus: { usage: string; vram: string }[];
  };
  t.equal(body.gpus.length, 8);
  body.gpus.forEach(({ usage, vram }, index) => {
    t.equal(body[`gpu_${index}_usage`], usage);
    t.equal(body[`gpu_${index}_vram`], vram);
  });
});
