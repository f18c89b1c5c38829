import t from 'tap';
import { nvidiaSysfsCards } from '../../../../src/readers/gpu/nvidia/sysfs.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const card = (name: string, driver: string, slot: string) => ({
  [`class/drm/${name}/device/uevent`]: `DRIVER=${driver}\nPCI_ID=10DE:2704\nPCI_SLOT_NAME=${slot}\n`,
  [`class/drm/${name}/device/current_link_speed`]: '16.0 GT/s PCIe\n',
  [`class/drm/${name}/device/current_link_width`]: '16\n',
});

void t.test("cards that NVIDIA's driver drives are told by where they sit", async (t) => {
  const sys = {
    ...card('card0', 'amdgpu', '0000:03:00.0'),
    ...card('card1', 'nvidia', '0000:09:00.0'),
    ...card('card1-DP-1', 'nvidia', '0000:09:00.0'),
    ...card('card10', 'nouveau', '0000:0a:00.0'),
  };
  const cards = await nvidiaSysfsCards(writtenHost({ sys }), 'why');
  t.equal(cards.length, 1);
  t.match(cards, [
    {
      id: '0000:09:00.0',
      pciAddress: '0000:09:00.0',
      state: 'failed',
      reason: 'why',
      name: null,
      pcieGeneration: 4,
      pcieWidth: 16,
      usagePercent: null,
    },
  ]);
  t.same(await nvidiaSysfsCards(writtenHost({}), 'why'), []);
});
