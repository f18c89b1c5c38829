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
  t.match(
    await reading({ ...device, uevent: { 'a folder': '' }, power: {} }),
    { state: 'absent' },
    'what runs it cannot be read',
  );
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

/** A machine whose driver is loaded and drives so many cards, and whose nvidia-smi prints so in a loop. */
function looping(t: Test, count: number, loop: FakeAnswer, more: readonly FakeAnswer[] = []) {
  const gpus = Object.fromEntries(
    Array.from({ length: count }, (_, place) => [`0000:0${place + 1}:00.0`, {}]),
  );
  const devices = Object.fromEntries(
    Object.keys(gpus).map((address) => [
      address,
      { vendor: '0x10de\n', class: '0x030200\n', driver: '-> ../../../bus/pci/drivers/nvidia' },
    ]),
  );
  return reader(t, [{ args: [...query, '-lms', '1000'], ...loop }, ...more], {
    proc: { driver: { nvidia: { version: driver, gpus } } },
    sys: { bus: { pci: { devices } } },
  });
}

/** Every state that the cards were in, over this time, asked twice a second. */
async function statesOver(ms: number, read: ReturnType<typeof nvidiaReader>) {
  const seen = new Set<string>();
  for (const end = performance.now() + ms; performance.now() < end;) {
    const { source, cards } = await read();
    seen.add([source, ...cards.map(({ id, state }) => `${id} ${state}`)].join(', '));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return [...seen];
}

const slowest = 2_600;

t.test('a card that needs more than two seconds for its row takes none away', { jobs: 2 }, (t) => {
  const sound = 'nvidia-smi (looping), GPU-0 ok, GPU-1 ok, GPU-2 ok, GPU-3 ok';
  void t.test('where the rows before it come at once', { buffered: true }, async (t) => {
    const parts = [row(0) + row(1), row(2) + row(3)];
    const { read } = looping(t, 4, { stdout: parts.join(''), parts, pauses: [slowest, 1_000] });
    const early = await statesOver(4_500, () => read().catch(() => ({ source: 'none', cards: [] }) as never));
    t.ok(
      early.every((one) => one === sound || !one.startsWith('nvidia-smi (looping)')),
      early.join('; '),
    );
    t.same(await statesOver(8_000, read), [sound]);
  });
  void t.test('where all come when it has answered', { buffered: true }, async (t) => {
    const round = [0, 1, 2, 3].map((place) => row(place)).join('');
    const { read } = looping(t, 4, { stdout: round, parts: [round], pauses: [slowest + 1_000] });
    await statesOver(5_000, () => read().catch(() => ({ source: 'none', cards: [] }) as never));
    t.same(await statesOver(8_000, read), [sound]);
  });
  t.end();
});

t.test('what a looping nvidia-smi says of a card that it cannot reach is told of that card', async (t) => {
  const unreached = (which: string, words: string) =>
    `Unable to determine the device handle for ${which}: ${words}\n`;
  const round =
    row(0) +
    unreached('GPU0000:02:00.0', 'GPU is lost.  Reboot the system to recover this GPU') +
    row(2) +
    unreached('GPU3', 'Insufficient Permissions');
  const { read } = looping(t, 4, { stdout: round, everyMs: 1_000 });
  for (const turn of [1, 2, 3]) {
    const { source, cards } = await read();
    t.equal(source, 'nvidia-smi (looping)', `reading ${turn}`);
    t.same(
      cards.map(({ id, state }) => `${id} ${state}`),
      ['GPU-0 ok', '0000:02:00.0 lost', 'GPU-2 ok', '0000:04:00.0 no_permission'],
    );
    t.match(cards[1], { reason: /lost the card/, remedy: /Reboot/ });
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
});

t.test(
  'a card that is lost while nvidia-smi goes on stays lost under its name, told every time or once',
  async (t) => {
    const lost = 'Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.\n';
    const parts = [row(0) + row(1), lost + row(0), row(0), row(0)];
    const { read } = looping(t, 2, { stdout: '', parts, pauses: [1_000, 1_000, 1_000, 60_000] });
    t.match((await read()).cards, [
      { id: 'GPU-0', state: 'ok' },
      { id: 'GPU-1', state: 'ok' },
    ]);
    const seen = new Set<string>();
    for (const end = performance.now() + 4_500; performance.now() < end;) {
      const { cards } = await read();
      seen.add(cards.map(({ id, state }) => `${id} ${state}`).join(', '));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    t.same([...seen], ['GPU-0 ok, GPU-1 ok', 'GPU-0 ok, GPU-1 lost']);
  },
);
