import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import t, { type Test } from 'tap';
import { realService } from '../helpers/real-service.js';
import { writeFolder, type Folder } from '../helpers/sys-machine.js';

const card = (device: Folder): Folder => ({
  device: { drm: { renderD128: {} }, revision: '0x00\n', ...device },
});

const radeon = card({
  vendor: '0x1002\n',
  uevent: 'DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n',
  gpu_busy_percent: '37\n',
  mem_info_vram_total: '25753026560\n',
  mem_info_vram_used: '1073741824\n',
  hwmon: { hwmon2: { name: 'amdgpu\n', temp1_input: '51000\n', temp1_label: 'edge\n' } },
});

const arc = (address: string, hwmon: string): Folder =>
  card({
    vendor: '0x8086\n',
    uevent: `DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=${address}\n`,
    tile0: { gt0: { gtidle: { idle_residency_ms: '1000\n' }, freq0: { act_freq: '2400\n' } } },
    hwmon: { [hwmon]: { name: 'xe\n', temp2_input: '46000\n', temp2_label: 'pkg\n' } },
  });

const another = card({
  vendor: '0x1ed5\n',
  uevent: 'DRIVER=mtgpu\nPCI_ID=1ED5:0222\nPCI_SLOT_NAME=0000:0d:00.0\n',
});

const sys: Folder = {
  class: {
    drm: {
      card0: radeon,
      card1: arc('0000:0b:00.0', 'hwmon4'),
      card2: arc('0000:0c:00.0', 'hwmon5'),
      card3: another,
    },
  },
};

interface Gpus {
  gpus: { id: string; vendor: string; state: string }[];
  backends: { vendor: string; state: string }[];
}

/** The service on real files that hold only the machine's cards. */
async function service(t: Test) {
  const folder = t.testdir({});
  writeFolder(folder, { root: {}, proc: {}, sys });
  const { url } = await realService(t, {
    SYSMON_INTERVAL: '200ms',
    SYSMON_ROOT: join(folder, 'root'),
    SYSMON_PROC: join(folder, 'proc'),
    SYSMON_SYS: join(folder, 'sys'),
    SYSMON_NVML: 'off',
    ...Object.fromEntries(
      ['NVIDIA_SMI', 'ROCM_SMI', 'AMD_SMI'].map((name) => [`SYSMON_${name}`, '/nothing']),
    ),
  });
  return async () => (await (await fetch(`${url}/stats/gpu`)).json()) as Gpus;
}

/** The state of every card, and of every backend that is neither sound nor absent. */
function states({ gpus, backends }: Gpus): string[] {
  const troubled = backends.filter(({ state }) => state !== 'ok' && state !== 'absent');
  return [
    ...gpus.map(({ vendor, id, state }) => `${vendor} ${id} ${state}`),
    ...troubled.map(({ vendor, state }) => `${vendor} ${state}`),
  ];
}

const sound = [
  'amd 0000:03:00.0 ok',
  'intel 0000:0b:00.0 ok',
  'intel 0000:0c:00.0 ok',
  'other 0000:0d:00.0 ok',
];

t.test('cards of several makers stay well, reading after reading, all backends at once', async (t) => {
  const gpus = await service(t);
  const readings: string[][] = [];
  const soundInARow = () => readings.slice(-5).filter((one) => isDeepStrictEqual(one, sound)).length;
  // On a busy machine one file in a second may come too late; backends in each other's way are never five times well.
  while (soundInARow() < 5 && readings.length < 25) {
    readings.push(states(await gpus()));
    await pause(250);
  }
  t.strictSame(readings.slice(-5), Array(5).fill(sound));
});
