import t, { type Test } from 'tap';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { fileMachine } from '../../../helpers/machines/file-machine.js';
import type { Folder } from '../../../helpers/machines/sys-machine.js';
import type { FakeAnswer } from '../../../helpers/programs/fake-program.js';

/** Kinds of NVIDIA's cards and drivers as they are met, through an nvidia-smi that is really run. */

const fields = ['index', 'uuid', 'pci.bus_id', 'driver_version', 'utilization.gpu', 'memory.total', 'name'];
const csv = '--format=csv,noheader,nounits';
const query = [`--query-gpu=${fields.join(',')}`, csv];
const help = { args: ['--help-query-gpu'], stdout: fields.map((name) => `"${name}"\nIt.\n`).join('\n') };
const apps = '--query-compute-apps=pid,process_name,used_gpu_memory,gpu_uuid';

/** A row of nvidia-smi: a card in the slot of this place. */
const row = (index: number, cells: Record<string, string> = {}) =>
  fields
    .map(
      (field) =>
        cells[field] ??
        {
          index: `${index}`,
          uuid: `GPU-${index}`,
          'pci.bus_id': `00000000:0${index + 1}:00.0`,
          driver_version: '540.3.0',
          'utilization.gpu': '7',
          'memory.total': '81920',
          name: 'NVIDIA A100',
        }[field],
    )
    .join(', ') + '\n';

function reader(t: Test, answers: readonly FakeAnswer[], folders: { sys?: Folder; proc?: Folder } = {}) {
  const { host, write } = fileMachine(t, folders, { nvidiaSmi: [help, ...answers] });
  return { read: nvidiaReader(host), host, write };
}

const tegra = (chip: string): Folder => ({
  firmware: { devicetree: { base: { compatible: `nvidia,p3737\0nvidia,${chip}\0` } } },
});
const driver = 'NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  540.3.0  Release Build\n';

t.test(
  "a Jetson's own GPU, which nvidia-smi only names or not even that, is none of its cards",
  async (t) => {
    const phantom = {
      'pci.bus_id': 'N/A',
      driver_version: '[N/A]',
      'utilization.gpu': '[N/A]',
      'memory.total': '[N/A]',
      uuid: '[N/A]',
    };
    const phantoms = row(0, { ...phantom, name: 'Orin (nvgpu)' }) + row(1, { ...phantom, name: '[N/A]' });
    const sys = tegra('tegra234');
    const only = reader(t, [{ args: query, stdout: phantoms }], { sys });
    t.match(await only.read(), { state: 'absent', source: null, reason: /jetson backend/, cards: [] });
    const slot = reader(t, [{ args: query, stdout: phantoms + row(2) }], { sys });
    for (const turn of [1, 2, 3]) {
      const { state, cards } = await slot.read();
      t.same([state, cards.map(({ id }) => id)], ['ok', ['GPU-2']], `a card in its slot, reading ${turn}`);
    }
    const none = fileMachine(t, { sys, proc: { driver: { nvidia: { version: driver } } } });
    t.match(await nvidiaReader(none.host)(), { state: 'absent', reason: /jetson backend/ });
    const thor = reader(t, [{ args: query, stdout: row(0, { name: 'NVIDIA Thor' }) }], {
      sys: tegra('tegra264'),
    });
    t.match(await thor.read(), { state: 'ok', cards: [{ name: 'NVIDIA Thor' }] });
  },
);

t.test("a processor's graphics that report 0 MiB share the memory of the system", async (t) => {
  const { read } = reader(
    t,
    [
      {
        args: query,
        stdout: row(0, { name: 'NVIDIA GB10', 'memory.total': '0' }) + row(1, { 'memory.total': '0' }),
      },
    ],
    { proc: { meminfo: 'MemTotal: 127600748 kB\nMemAvailable: 118566368 kB\n' } },
  );
  t.match((await read()).cards, [
    { integrated: true, memoryKind: 'unified', vramTotal: null, systemMemory: { total: 130663165952 } },
    { integrated: null, memoryKind: null, vramTotal: null, systemMemory: null },
  ]);
});

t.test('what a program uses the card for is not told by a list that holds desktops too', async (t) => {
  const { read } = reader(t, [
    { args: query, stdout: row(0) },
    { args: [apps, csv], stdout: '7, /usr/bin/gnome-shell, 12, GPU-0\n' },
  ]);
  t.match((await read()).cards, [{ processes: [{ pid: 7, kind: null, memory: 12 * 2 ** 20 }] }]);
});

t.test('a display controller on the PCI bus without a driver is a card all the same', async (t) => {
  const device = {
    vendor: '0x10de\n',
    class: '0x030200\n',
    uevent: 'PCI_ID=10DE:1180\n',
    power: { runtime_status: 'suspended\n' },
  };
  const sys = (files: Folder): Folder => ({ bus: { pci: { devices: { '0000:01:00.0': files } } } });
  const reading = async (files: Folder, proc: Folder = {}, answers: FakeAnswer[] | null = null) => {
    const { host } = fileMachine(
      t,
      { sys: sys(files), proc },
      answers === null ? {} : { nvidiaSmi: answers },
    );
    return nvidiaReader(host)();
  };
  const known = { state: 'failed', reason: 'there is an NVIDIA card (0000:01:00.0), but no driver runs it' };
  t.match(await reading(device), {
    ...known,
    remedy: /^Install NVIDIA's driver/,
    cards: [{ id: '0000:01:00.0', ...known }],
  });
  t.match(await reading({ vendor: '0x10de\n', class: '0x030000\n' }), known, 'without more files');
  const none = [{ exitCode: 6, stdout: 'No devices were found\n' }];
  const proc = { driver: { nvidia: { version: driver } } };
  t.match(
    await reading(device, proc, none),
    { ...known, remedy: /540\.3\.0.*made for it/ },
    'one that the driver does not take',
  );
  const taken = { ...device, uevent: 'DRIVER=vfio-pci\nPCI_ID=10DE:1180\n' };
  t.match(await reading(taken), { state: 'absent', cards: [] }, 'one that is handed on to a virtual machine');
  t.match(await reading({ ...device, class: '0x040300\n' }), {
    state: 'absent',
    reason: 'there is no NVIDIA card',
  });
});

t.test('a card of which every value is refused or faulty is not ok, one that lacks some is', async (t) => {
  const cells = (words: string) =>
    Object.fromEntries(['utilization.gpu', 'memory.total'].map((field) => [field, words]));
  const rows = ['[Insufficient Permissions]', '[Unknown Error]', 'ERR!', '[N/A]'].map((words, index) =>
    row(index, cells(words)),
  );
  const { read } = reader(t, [
    { args: query, stdout: rows.join('') + row(4, { 'utilization.gpu': '[N/A]' }) },
  ]);
  for (const turn of [1, 2, 3]) {
    const { state, cards } = await read();
    t.equal(state, 'ok', `reading ${turn}`);
    t.same(
      cards.map((card) => [card.state, card.reason]),
      [
        ['no_permission', 'the driver answers Insufficient Permissions (4) for this card'],
        ['failed', 'the driver answers Unknown Error (999) for this card'],
        ['failed', 'the driver answers Unknown Error (999) for this card'],
        ['failed', 'the driver supports none of the values that are asked for of this card'],
        ['ok', null],
      ],
    );
  }
});
