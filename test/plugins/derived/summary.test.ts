import t from 'tap';
import { recordedApp } from '../../helpers/machines/recorded-app.js';

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
