import t from 'tap';
import { OtherGpu, OtherStats } from '../../../../../schemas/gpu/other.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';
import { soundBody } from '../../../../helpers/bodies/sound-body.js';
import { sysFolder, type Folder } from '../../../../helpers/machines/sys-machine.js';

const card = (vendor: string, device: string, slot: string, driver: string): Folder => ({
  device: {
    vendor: `0x${vendor}\n`,
    uevent: `DRIVER=${driver}\nPCI_ID=${vendor}:${device}\nPCI_SLOT_NAME=${slot}\n`,
    drm: { renderD128: {} },
  },
});

t.test(
  'a card of a maker without a backend is listed with who it is, behind those of the others',
  async (t) => {
    const cards = {
      card0: card('1ed5', '0222', '0000:01:00.0', 'mtgpu'),
      card1: { ...card('8086', '56a5', '0000:05:00.0', 'i915'), gt_act_freq_mhz: '300\n' },
    };
    const service = await recordedApp(sysFolder(t, { class: { drm: cards } }));
    t.match((await service.get('/stats/gpu/other')).body, {
      vendor: 'other',
      type: 'Other',
      state: 'ok',
      gpus: [
        {
          id: '0000:01:00.0',
          name: 'card0',
          model: 'GPU (1ed5:0222)',
          usage_percent: null,
          vram_total_bytes: null,
          kernel_driver: 'mtgpu',
          pci_id: '1ed5:0222',
          processes: null,
          engines: null,
        },
      ],
    });
    await soundBody(t, service.app, OtherStats, OtherGpu);
    t.match((await service.get('/stats/gpu')).body, {
      type: 'Intel',
      types: ['Intel', 'Other'],
      gpus: [{ vendor: 'intel' }, { vendor: 'other' }],
      backends: ['nvidia', 'amd', 'intel', 'apple', 'jetson', 'other'].map((vendor) => ({ vendor })),
    });
    await service.app.close();
  },
);
