import { join } from 'node:path';
import t from 'tap';
import { IntelGpu, IntelStats } from '../../../../../schemas/gpu/intel.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';
import { soundBody } from '../../../../helpers/bodies/sound-body.js';
import { sysFolder, writeFolder, type Folder } from '../../../../helpers/machines/sys-machine.js';

const card = (idle: number, microjoules: number): Folder => ({
  device: {
    vendor: '0x8086\n',
    uevent: 'DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:0b:00.0\n',
    tile0: {
      gt0: {
        gtidle: { idle_residency_ms: `${idle}\n` },
        freq0: { act_freq: '2400\n', throttle: { status: '0\n' } },
      },
    },
    hwmon: {
      hwmon4: {
        name: 'xe\n',
        energy2_input: `${microjoules}\n`,
        temp2_input: '46000\n',
        temp2_label: 'pkg\n',
      },
    },
  },
});
const machine = (one: Folder): Folder => ({ class: { drm: { card1: one } } });

t.test('usage and power are those of the time between two readings', async (t) => {
  const folder = sysFolder(t, machine(card(1000, 10_000_000)));
  const service = await recordedApp(folder);
  t.match((await service.get('/stats/gpu/intel')).body, { gpus: [{ usage_percent: 100, power_watts: 0 }] });
  // All domains are read together, the next time half a second on: idle for 300 ms of it, and 20 J are used.
  writeFolder(join(folder, 'sys'), machine(card(1300, 30_000_000)));
  await service.host.clock.advance(500);
  const { status, body } = await service.get('/stats/gpu/intel');
  t.equal(status, 200);
  t.match(body, {
    vendor: 'intel',
    type: 'Intel',
    state: 'ok',
    source: 'sysfs',
    gpus: [
      {
        vendor: 'intel',
        id: '0000:0b:00.0',
        name: 'card1',
        model: 'Intel Arc B580',
        integrated: false,
        usage_percent: 40,
        usage_source: 'idle residency',
        power_watts: 40,
        energy_joules: 30,
        temperature_celsius: 46,
        clock_graphics_mhz: 2400,
        vram_total_gb: null,
        throttle_reasons: [],
        kernel_driver: 'xe',
        pci_id: '8086:e20b',
        processes: null,
        processes_reason: /process namespace/,
      },
    ],
  });
  await soundBody(t, service.app, IntelStats, IntelGpu);
  t.match((await service.get('/stats/gpu')).body, {
    type: 'Intel',
    gpus: [{ vendor: 'intel', usage_percent: 40 }],
  });
  await service.app.close();
});

t.test('a machine without an Intel GPU says so, and that is no trouble', async (t) => {
  const service = await recordedApp(sysFolder(t, {}));
  t.match((await service.get('/stats/gpu/intel')).body, { state: 'absent', gpus: [] });
  const { body } = await service.get('/stats');
  t.notOk(JSON.stringify(body).includes('"domain":"gpu/intel"'));
  await service.app.close();
});
