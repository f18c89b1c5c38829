import type { FastifyInstance } from 'fastify';
import t, { type Test } from 'tap';
import { AmdGpu, AmdStats } from '../../../../schemas/gpu/amd.js';
import { IntelGpu, IntelStats } from '../../../../schemas/gpu/intel.js';
import { Failure } from '../../../../src/failures.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { soundBody } from '../../../helpers/bodies/sound-body.js';
import { sysFolder, type Folder } from '../../../helpers/machines/sys-machine.js';

const card = (id: string, device: string, driver: string, files: Folder): Folder => ({
  device: {
    vendor: `0x${id}\n`,
    uevent: `DRIVER=${driver}\nPCI_ID=${id.toUpperCase()}:${device}\nPCI_SLOT_NAME=0000:03:00.0\n`,
    ...files,
  },
});
const machines = {
  amd: {
    sound: (t: Test, app: FastifyInstance) => soundBody(t, app, AmdStats, AmdGpu),
    card: card('1002', '744C', 'amdgpu', { gpu_busy_percent: '3\n' }),
  },
  intel: {
    sound: (t: Test, app: FastifyInstance) => soundBody(t, app, IntelStats, IntelGpu),
    card: { ...card('8086', '56A5', 'i915', {}), gt_act_freq_mhz: '600\n' },
  },
};

for (const [vendor, { sound, card: files }] of Object.entries(machines)) {
  t.test(`while the whole ${vendor} backend does not answer its card stays in the list`, async (t) => {
    const folder = sysFolder(t, { class: { drm: { card1: files } } });
    const { sys } = recordedHost(folder);
    const broken = { now: false };
    const requiredList = (path: string) => {
      if (broken.now) throw new Failure('timeout', `/sys/${path} did not answer`);
      return sys.requiredList(path);
    };
    const service = await recordedApp(folder, { host: { sys: { ...sys, requiredList } } });
    t.teardown(() => service.app.close());
    const show = async () => (await service.get(`/stats/gpu/${vendor}`)).body as { gpus: object[] };
    const before = await show();
    const [{ id, model, kernel_driver }] = before.gpus as [Record<string, unknown>];
    t.match(before, { state: 'ok', gpus: [{ id: '0000:03:00.0', state: 'ok' }] });

    broken.now = true;
    await service.host.clock.advance(3_000);
    const silent = await show();
    t.match(silent, { state: 'timeout', reason: /did not answer/ });
    t.match(silent.gpus, [{ id, model, kernel_driver, state: 'timeout', usage_percent: null }]);
    t.match(silent.gpus, [{ clock_graphics_mhz: null, processes: null, throttle_reasons: null }]);
    await sound(t, service.app);
    t.match((await service.get('/stats/gpu')).body, { gpus: [{ id, state: 'timeout' }] });
    const { body: metrics } = await service.get('/metrics');
    t.match(metrics, /^sysmon_gpu_state\{uuid="0000:03:00.0",[^}]*state="timeout"\} 1$/m);
    t.notMatch(metrics, /^sysmon_gpu_clock[^ ]*uuid="0000:03:00.0"/m);

    broken.now = false;
    await service.host.clock.advance(60_000);
    t.match(await show(), { state: 'ok', gpus: [{ id, state: 'ok' }] });
  });
}
