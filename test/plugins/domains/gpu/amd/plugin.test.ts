import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import t, { type Test } from 'tap';
import { AmdGpu, AmdStats } from '../../../../../schemas/gpu/amd.js';
import { GpuEngine } from '../../../../../schemas/gpu/drm.js';
import { GpuProcess } from '../../../../../schemas/gpu/process.js';
import { GpuThrottleReason } from '../../../../../schemas/gpu/throttle.js';
import { Gpu } from '../../../../../schemas/gpu/gpu.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';
import { sysFolder } from '../../../../helpers/machines/sys-machine.js';

const processor = {
  vendor: '0x1002\n',
  uevent: 'DRIVER=amdgpu\nPCI_ID=1002:150E\nPCI_SLOT_NAME=0000:c1:00.0\n',
  revision: '0xc4\n',
  gpu_busy_percent: '3\n',
  vcn_busy_percent: '12\n',
  gpu_metrics: String.fromCharCode(4, 0, 3, 0),
  mem_info_vram_total: '536870912\n',
  mem_info_vram_used: '514580480\n',
  mem_info_gtt_total: '16441004032\n',
  mem_info_gtt_used: '3946811392\n',
  hwmon: { hwmon6: { temp1_input: '38000\n', temp1_label: 'edge\n', power1_average: '9087123\n' } },
};

/** The body before it is serialised, as the schema describes it and with every field the schema has. */
function sound(t: Test, body: unknown): void {
  const ajv = new Ajv({ strict: false, schemas: [AmdGpu, Gpu, GpuEngine, GpuProcess, GpuThrottleReason] });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const validate = ajv.compile(AmdStats);
  t.ok(validate(body), JSON.stringify(validate.errors));
  const { gpus, ...backend } = body as { gpus: object[] };
  t.same(Object.keys({ ...backend, gpus }).sort(), Object.keys(AmdStats.properties).sort());
  for (const gpu of gpus) t.same(Object.keys(gpu).sort(), Object.keys(AmdGpu.properties).sort());
}

void t.test('an integrated GPU is shown with its carveout and what it borrows beside it', async (t) => {
  const service = await recordedApp(sysFolder(t, { class: { drm: { card1: { device: processor } } } }));
  const { status, body } = await service.get('/stats/gpu/amd');
  t.equal(status, 200);
  t.match(body, {
    vendor: 'amd',
    type: 'AMD ROCm',
    state: 'ok',
    source: 'sysfs',
    reason: null,
    remedy: null,
    driver_version: null,
    gpus: [
      {
        vendor: 'amd',
        index: 0,
        id: '0000:c1:00.0',
        name: 'card1',
        model: 'AMD Radeon 880M Graphics',
        integrated: true,
        memory_kind: 'carveout',
        usage_percent: 3,
        vram_total_gb: 0.5,
        vram_used_gb: 0.48,
        vram_used_percent: 95.85,
        gtt_used_bytes: 3946811392,
        temperature_celsius: 38,
        power_watts: 9.087,
        fan_percent: null,
        kernel_driver: 'amdgpu',
        pci_id: '1002:150e',
        media_percent: 12,
        gpu_metrics_version: '3.0',
        unique_id: null,
        processes: null,
      },
    ],
    sampled_at: '2026-01-31T12:00:00.250Z',
  });
  const shown = await service.app.monitor.catalogue.get(AmdStats).current();
  sound(t, shown.ok ? shown.body : null);
  await service.app.close();
});

void t.test('a machine without an AMD card says so, and that is no problem', async (t) => {
  const service = await recordedApp(sysFolder(t, { class: { drm: { version: 'drm' } } }));
  const { status, body } = await service.get('/stats/gpu/amd');
  t.equal(status, 200);
  t.match(body, { state: 'absent', reason: '/sys/class/drm lists no AMD card', gpus: [] });
  const shown = await service.app.monitor.catalogue.get(AmdStats).current();
  t.same(shown.ok && shown.problems, []);
  sound(t, shown.ok ? shown.body : null);
  await service.app.close();
});

void t.test('switched off, nothing is read', async (t) => {
  const folder = sysFolder(t, { class: { drm: { card1: { device: processor } } } });
  const service = await recordedApp(folder, { settings: { gpu: ['nvidia'] } });
  t.match((await service.get('/stats/gpu/amd')).body, { state: 'disabled', source: null, gpus: [] });
  await service.app.close();
});

void t.test('where sysfs and rocm-smi are not there, amd-smi tells the cards', async (t) => {
  const unit = (value: number, name: string) => ({ value, unit: name });
  const answers = {
    'metric.json': {
      gpu_data: [
        {
          gpu: 0,
          usage: { gfx_activity: unit(42, '%'), umc_activity: unit(1, '%'), mm_activity: 'N/A' },
          power: { socket_power: unit(135, 'W'), throttle_status: 'UNTHROTTLED' },
          temperature: { edge: 'N/A', hotspot: unit(41, 'C'), mem: unit(35, 'C') },
          mem_usage: { total_vram: unit(196592, 'MB'), used_vram: unit(283, 'MB'), free_vram: 'N/A' },
        },
        { gpu: 1, usage: 'N/A', power: { socket_power: unit(135, 'W') } },
      ],
    },
    'list.json': [
      { gpu: 0, bdf: '0000:83:00.0', uuid: 'beff74a1-0000-1000-806f-1f0a2b3c4d5e', partition_id: 0 },
      { gpu: 1, bdf: '0000:83:00.1', uuid: 'beff74a1-0000-1000-806f-1f0a2b3c4d5e', partition_id: 1 },
    ],
    'static.json': [{ gpu: 0, asic: { market_name: 'AMD Instinct MI300X', device_id: '0x74a1' } }],
  };
  const command = (args: string[], stdout: string) => ({ program: 'amd-smi', args, exitCode: 0, stdout });
  const commands = {
    ...Object.fromEntries(Object.entries(answers).map(([file, parsed]) => [file, JSON.stringify(parsed)])),
    'commands.json': JSON.stringify([
      command(['metric', '--json'], 'metric.json'),
      command(['list', '--json'], 'list.json'),
      command(['static', '--asic', '--driver', '--json'], 'static.json'),
    ]),
  };
  const service = await recordedApp(sysFolder(t, {}, { commands }));
  t.match((await service.get('/stats/gpu/amd')).body, {
    state: 'ok',
    source: 'amd-smi',
    gpus: [
      {
        id: '0000:83:00.0',
        name: 'gpu0',
        model: 'AMD Instinct MI300X',
        usage_percent: 42,
        memory_activity_percent: 1,
        media_percent: null,
        vram_total_bytes: 206141652992,
        vram_free_bytes: 205844905984,
        hotspot_celsius: 41,
        power_watts: 135,
        throttle_reasons: [],
      },
      { id: '0000:83:00.1', model: null, usage_percent: null, vram_total_bytes: null, power_watts: null },
    ],
  });
  const shown = await service.app.monitor.catalogue.get(AmdStats).current();
  sound(t, shown.ok ? shown.body : null);
  await service.app.close();
});
