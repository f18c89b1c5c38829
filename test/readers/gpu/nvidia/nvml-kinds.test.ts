import t, { type Test } from 'tap';
import { HelperNvml } from '../../../../src/host/nvml/source.js';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { nvmlApp } from '../../../helpers/machines/nvml-app.js';
import { nvmlStandIn, withoutCompiler } from '../../../helpers/machines/nvml-stand-in.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

/** Kinds of cards and drivers as they are met, through the library in its own process. */
const skip = withoutCompiler;

t.test(
  "a processor's graphics whose memory call succeeds with 0 share the memory of the system",
  { skip },
  async (t) => {
    const { get, app } = await nvmlApp(t, { count: 2, unified: 0, zero: 0 });
    t.match((await get()).gpus, [
      {
        name: 'NVIDIA GB10',
        memory_kind: 'unified',
        integrated: true,
        vram_total_bytes: null,
        vram_used_bytes: null,
        system_memory_total_bytes: 131072000 * 1024,
        usable_memory_total_bytes: 131072000 * 1024,
        usable_memory_used_bytes: 31072000 * 1024,
      },
      { memory_kind: 'dedicated', system_memory_total_bytes: null },
    ]);
    t.match((await app.inject('/stats/summary')).json(), {
      gpu_0_vram: '10 GB / 80 GB (12.5%)',
      gpu_1_vram: '29.63 GB / 125 GB (23.71%)',
    });
    const card = await nvmlApp(t, { zero: 0 });
    t.match((await card.get()).gpus, [{ memory_kind: null, vram_total_bytes: null, vram_used_gb: null }]);
  },
);

t.test(
  'a library that is named and not there, or does not load, is told in the words of the loader',
  { skip },
  async (t) => {
    const missing = await nvmlApp(t, {}, { nvml: '/nowhere/libnvidia-ml.so.1' });
    t.match(await missing.get(), {
      state: 'failed',
      reason: /libnvidia-ml cannot be loaded: .*\/nowhere\/libnvidia-ml\.so\.1.*No such file/i,
      remedy: /SYSMON_NVML/,
    });
    const broken = await nvmlApp(t, {}, { nvml: 'lib/text.so', files: { 'lib/text.so': 'no library' } });
    t.match(await broken.get(), { state: 'failed', reason: /invalid ELF header|file too short/ });
  },
);

const uuid = (index: number) => `GPU-0000000${index}-0000-0000-0000-000000000000`;

/** A reader of three cards by a real library in its own process, whose time is the test's. */
function threeCards(t: Test, information: (index: number) => string) {
  const library = nvmlStandIn(t.testdir({}));
  const addresses = [0, 1, 2].map((index) => `0000:0${index + 1}:00.0`);
  const files = (path: (address: string) => string, content: (index: number) => string) =>
    Object.fromEntries(addresses.map((address, index) => [path(address), content(index)]));
  const host = writtenHost({
    sys: files(
      (address) => `bus/pci/devices/${address}/vendor`,
      () => '0x10de\n',
    ),
    proc: {
      'driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  x\n',
      ...files((address) => `driver/nvidia/gpus/${address}/information`, information),
    },
  });
  const nvml = new HelperNvml({ paths: [library.path], isNamed: true }, {}, host.clock);
  t.teardown(() => nvml.close());
  const read = nvidiaReader({ ...host, nvml });
  const states = async () => (await read()).cards.map(({ id, state }) => `${id} ${state}`);
  return { library, read, states, nvml, clock: host.clock };
}

t.test('a lost card that a driver started anew leaves out of its list stays lost', { skip }, async (t) => {
  const { library, states, read, nvml, clock } = threeCards(t, () => '');
  const well = [0, 1, 2].map((index) => `${uuid(index)} ok`);
  library.does({ count: 3 });
  t.same(await states(), well);
  library.does({ count: 3, lost: 2 });
  const lost = [...well.slice(0, 2), `${uuid(2)} lost`];
  t.same(await states(), lost);
  const before = nvml.pid;
  for (let passed = 0; passed < 30; passed += 10) {
    await clock.advance(10_000);
    t.same(await states(), lost, 'until the driver is started anew');
  }
  library.does({ count: 2 });
  while (nvml.pid === before) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const turn of [1, 2, 3]) {
    await clock.advance(1_000);
    t.same(await states(), lost, `reading ${turn} after it`);
  }
  t.match((await read()).cards[2], {
    name: /H100/,
    pciAddress: '0000:03:00.0',
    reason: /fallen off the bus/,
  });
  library.does({ count: 3 });
  t.same(await states(), well);
});

t.test(
  'a card lost before it was ever well is known by the kernel, and stands in its place',
  { skip },
  async (t) => {
    const told = (index: number) => `Model: \t NVIDIA H100 80GB HBM3\nGPU UUID: \t ${uuid(index)}\n`;
    const { library, states, read } = threeCards(t, told);
    library.does({ count: 3, lost: 0 });
    for (const turn of [1, 2, 3]) {
      t.same(await states(), [`${uuid(0)} lost`, `${uuid(1)} ok`, `${uuid(2)} ok`], `reading ${turn}`);
    }
    t.match((await read()).cards[0], { model: 'NVIDIA H100 80GB HBM3', pciAddress: '0000:01:00.0' });
    library.does({ count: 3 });
    t.same(await states(), [`${uuid(0)} ok`, `${uuid(1)} ok`, `${uuid(2)} ok`], 'well again');
  },
);

t.test('one of which not even its place is known comes last of its maker', { skip }, async (t) => {
  const { get, app } = await nvmlApp(t, { count: 3, lost: 0 });
  const order = ['0000:02:00.0', '0000:03:00.0', null];
  t.same(
    (await get()).gpus.map((card) => card.pci_address),
    order,
  );
  const { gpus } = (await app.inject('/stats/gpu')).json<{
    gpus: { pci_address: string | null; state: string }[];
  }>();
  t.same(
    gpus.map((card) => card.pci_address),
    order,
  );
  t.equal(gpus[2]?.state, 'lost');
});
