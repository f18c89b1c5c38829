import t from 'tap';
import { JetsonGpu, JetsonStats } from '../../../../../schemas/gpu/jetson.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';
import { soundBody } from '../../../../helpers/bodies/sound-body.js';
import { sysFolder } from '../../../../helpers/machines/sys-machine.js';

t.test('the GPU of a Jetson is shown with the memory of the system beside it', async (t) => {
  const sys = {
    devices: { platform: { 'gpu.0': { load: '453\n' } } },
    class: { thermal: { thermal_zone0: { type: 'GPU-therm\n', temp: '48500\n' } } },
  };
  const proc = { meminfo: 'MemTotal:       31434752 kB\nMemAvailable:   27000000 kB\n' };
  const service = await recordedApp(sysFolder(t, sys, { proc }));
  t.match((await service.get('/stats/gpu/jetson')).body, {
    vendor: 'jetson',
    type: 'Jetson',
    state: 'ok',
    source: 'sysfs',
    gpus: [
      {
        id: 'gpu.0',
        integrated: true,
        usage_percent: 45.3,
        temperature_celsius: 48.5,
        memory_kind: 'unified',
        vram_total_bytes: null,
        power_watts: null,
        power_rail: null,
        system_memory_total_bytes: 32189186048,
        system_memory_available_bytes: 27648000000,
      },
    ],
  });
  await soundBody(t, service.app, JetsonStats, JetsonGpu);
  t.match((await service.get('/stats/gpu')).body, { type: 'Jetson', types: ['Jetson'] });
  await service.app.close();
});
