import { monitorEventLoopDelay } from 'node:perf_hooks';
import t from 'tap';
import { nvmlApp } from '../../../helpers/machines/nvml-app.js';
import { withoutCompiler } from '../../../helpers/machines/nvml-stand-in.js';

type Scenario = Record<string, number | string>;
const skip = withoutCompiler;
// Helpers die and are started again after pauses that no clock of ours can hurry.
t.setTimeout(400_000);
const gibibyte = 2 ** 30;

t.test('eight cards, with everything NVML tells', { skip }, async (t) => {
  const { get } = await nvmlApp(t, { count: 8, processes: 2 });
  const body = await get();
  t.match(body, { state: 'ok', source: 'NVML', reason: null, driver_version: '590.48.01' });
  t.equal(body.gpus.length, 8);
  t.same(body.gpus.map(({ id }) => id), [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `GPU-0000000${n}-0000-0000-0000-000000000000`)); // prettier-ignore
  t.match(body.gpus[3], {
    index: 3,
    name: 'NVIDIA H100 80GB HBM3',
    pci_address: '0000:04:00.0',
    state: 'ok',
    integrated: false,
    usage_percent: 13,
    memory_activity_percent: 3,
    vram_total_bytes: 80 * gibibyte,
    vram_used_bytes: 10 * gibibyte,
    vram_free_bytes: 69 * gibibyte,
    memory_reserved_bytes: gibibyte,
    memory_kind: 'dedicated',
    temperature_celsius: 43,
    memory_celsius: 53,
    power_watts: 70.15,
    power_instant_watts: 71.15,
    power_limit_watts: 700,
    energy_joules: 8_796_093_022.208,
    fan_percent: null,
    clock_graphics_mhz: 346,
    clock_memory_mhz: 2619,
    encoder_percent: 0,
    decoder_percent: 3,
    throttle_reasons: [
      { class: 'power', reason: 'software power cap' },
      { class: 'heat', reason: 'hardware thermal slowdown' },
    ],
    pcie_generation: 5,
    pcie_width: 16,
    performance_state: 'P0',
    ecc_mode: 'enabled',
    ecc_errors: {
      volatile_corrected: 0,
      volatile_uncorrected: 1,
      aggregate_corrected: 10,
      aggregate_uncorrected: 11,
    },
    mig_mode: 'disabled',
    mig_instances: [],
    nvml_version: '13.590.48.01',
    cuda_version: '13.1',
    reason: null,
    remedy: null,
    processes_reason: null,
    processes: [
      { pid: 1000, name: '/usr/bin/program-1000', kind: 'both', memory_bytes: gibibyte },
      { pid: 1001, name: '/usr/bin/program-1001', kind: 'compute', memory_bytes: null },
    ],
  });
});

t.test('an older driver, without the newer functions, gives what it has', { skip }, async (t) => {
  const { get } = await nvmlApp(t, { processes: 1 }, { oldDriver: true });
  t.match((await get()).gpus, [
    {
      state: 'ok',
      temperature_celsius: 40,
      vram_used_bytes: 11 * gibibyte,
      memory_reserved_bytes: null,
      memory_celsius: null,
      power_watts: 70.15,
      power_instant_watts: null,
      throttle_reasons: [],
      processes: [{ pid: 1000 }],
    },
  ]);
});

t.test('a driver whose list of programs has longer entries is understood', { skip }, async (t) => {
  const { get } = await nvmlApp(t, { processes: 3 }, { longEntries: true });
  const [gpu] = (await get()).gpus;
  t.same(
    gpu?.processes?.map(({ pid, memory_bytes }) => [pid, memory_bytes]),
    [
      [1000, gibibyte],
      [1001, null],
      [1002, 3 * gibibyte],
    ],
  );
});

t.test('more programs than there was room for are all listed', { skip }, async (t) => {
  const { get } = await nvmlApp(t, { processes: 300 });
  t.equal((await get()).gpus[0]?.processes?.length, 300);
});

t.test(
  'a card lost while running keeps its identity and hides no other; it heals by itself',
  { skip },
  async (t) => {
    const { get, until, library } = await nvmlApp(t, { count: 3 });
    const [, before] = (await get()).gpus;
    for (const [code, words] of [
      [15, /fallen off the bus/],
      [16, /must be reset/],
    ] as const) {
      for (const kind of ['lost', 'failing']) {
        library.does({ count: 3, [kind]: 1, [`${kind}_code`]: code });
        const body = await until(({ gpus }) => gpus[1]?.state === 'lost' && words.test(gpus[1].reason ?? ''));
        t.equal(body.state, 'ok');
        t.match(body.gpus, [
          { state: 'ok', usage_percent: 10 },
          {
            id: before?.id,
            name: before?.name,
            pci_address: before?.pci_address,
            remedy: /./,
            usage_percent: null,
          },
          { state: 'ok', usage_percent: 12 },
        ]);
      }
    }
    library.does({ count: 3 });
    t.same((await until(({ gpus }) => gpus[1]?.state === 'ok')).gpus[1], before);
  },
);

t.test(
  'a card of which nothing can be read is not ok, and says whether it is ill, forbidden or has no values',
  { skip },
  async (t) => {
    const { get, until, library } = await nvmlApp(t, { count: 8 });
    const well = (await get()).gpus[3];
    const cases: [Scenario, string, RegExp, RegExp][] = [
      [{ ill: 3 }, 'failed', /^the driver answers Unknown Error \(999\) for this card$/, /Xid/],
      [{ ill: 3, ill_code: 4 }, 'no_permission', /Insufficient Permissions \(4\)/, /\/dev\/nvidia/],
      [{ ill: 3, ill_code: 17 }, 'no_permission', /blocked by the operating system \(17\)/, /DeviceAllow/],
      [{ ill: 3, ill_code: 46 }, 'failed', /return code 46/, /Xid/],
      [{ absent: 3 }, 'failed', /supports none of the values/, /legacy/],
      [{ lost: 3, lost_code: 999 }, 'failed', /Unknown Error \(999\) for this card/, /Xid/],
      [{ lost: 3, lost_code: 4 }, 'no_permission', /Insufficient Permissions/, /\/dev\/nvidia/],
    ];
    for (const [scenario, state, reason, remedy] of cases) {
      library.does({ count: 8, ...scenario });
      const body = await until(({ gpus }) => reason.test(gpus[3]?.reason ?? ''));
      t.match(body, { state: 'ok', reason: null });
      t.match(body.gpus[3], { id: well?.id, name: well?.name, state, remedy: remedy });
      t.match(body.gpus[3], { usage_percent: null, vram_total_bytes: null, memory_kind: null });
      t.equal(body.gpus.filter((card) => card.state === 'ok').length, 7, JSON.stringify(scenario));
    }
    library.does({ count: 1, ill: 0 });
    const alone = await until(({ state }) => state !== 'ok');
    t.match(alone, { state: 'failed', reason: /Unknown Error \(999\)/, remedy: /Xid/ });
  },
);

t.test('a card lost before the first reading keeps the UUID it told once', { skip }, async (t) => {
  const { get, until, library } = await nvmlApp(t, { count: 3, ill: 1, ill_code: 15 });
  const id = 'GPU-00000001-0000-0000-0000-000000000000';
  t.match((await get()).gpus[1], { id, state: 'lost' });
  library.does({ count: 3, lost: 1, lost_code: 999 });
  const refused = await until(({ gpus }) => gpus[1]?.state === 'failed');
  t.match(refused.gpus[1], { id, name: 'NVIDIA H100 80GB HBM3', pci_address: '0000:02:00.0' });
  t.equal(refused.gpus.length, 3);
});

t.test('a split card has no usage of its own, and each instance its memory', { skip }, async (t) => {
  const { get } = await nvmlApp(t, { count: 2, mig: 0 });
  const { gpus } = await get();
  t.match(gpus[0], {
    state: 'ok',
    mig_mode: 'enabled',
    usage_percent: null,
    memory_activity_percent: null,
  });
  t.equal(gpus[0]?.vram_total_bytes, 80 * gibibyte);
  const instance = (index: number) => ({
    index,
    id: `MIG-0000000${index}-0000-0000-0000-000000000000`,
    name: 'NVIDIA H100 80GB HBM3 MIG 1g.10gb',
    gpu_instance_id: 7 + index,
    compute_instance_id: 0,
    memory_total_bytes: 10 * gibibyte,
    memory_used_bytes: 2 * gibibyte,
    memory_free_bytes: 8 * gibibyte,
  });
  t.same(gpus[0]?.mig_instances, [instance(0), instance(2)]);
  t.same(gpus[1]?.mig_instances, []);
});

t.test(
  "a processor's graphics have the system's memory beside null, never a false total",
  { skip },
  async (t) => {
    const { get } = await nvmlApp(t, { unified: 0 });
    const [gpu] = (await get()).gpus;
    t.match(gpu, { name: 'NVIDIA GB10', integrated: true, memory_kind: 'unified', vram_total_bytes: null });
    t.match(gpu, { vram_total_gb: null, system_memory_total_bytes: 131_072_000 * 1024 });
  },
);

const states: [scenario: Scenario, container: boolean, state: string, remedy: RegExp][] = [
  [{ init: 18 }, false, 'driver_mismatch', /Reboot/],
  [{ init: 4 }, false, 'no_permission', /\/dev\/nvidia/],
  [{ init: 17 }, false, 'no_permission', /Allow/],
  [{ init: 15 }, false, 'lost', /reboot/i],
  [{ init: 9 }, false, 'failed', /modprobe nvidia/],
  [{ init: 9 }, true, 'not_passed_through', /--gpus all/],
  [{ init: 999 }, false, 'failed', /kernel log/],
  [{ init: 999 }, true, 'not_passed_through', /Recreate the container/],
  [{ count: 0 }, true, 'not_passed_through', /--gpus all/],
  [{ lost: 0 }, false, 'lost', /reboot/i],
  [{ lost: 0, lost_code: 16 }, false, 'lost', /reset/i],
  [{ lost: 0, lost_code: 4 }, false, 'no_permission', /\/dev\/nvidia/],
];

t.test(
  'the GPU of a Jetson, which its NVML only names, is left to the jetson backend',
  { skip },
  async (t) => {
    const { get } = await nvmlApp(t, { count: 1, name: 'Orin (nvgpu)' });
    t.match(await get(), { state: 'absent', gpus: [], reason: /jetson backend/ });
  },
);

const known = {
  id: 'GPU-00000000-0000-0000-0000-000000000000',
  name: 'NVIDIA H100 80GB HBM3',
  model: 'NVIDIA H100 80GB HBM3',
  pci_address: '0000:01:00.0',
};
const cardState = (state: string) =>
  ({ driver_mismatch: 'failed', not_passed_through: 'no_permission' })[state] ?? state;

t.test(
  'every trouble has its state with a remedy, keeps the card and heals by itself',
  { skip },
  async (t) => {
    for (const container of [false, true]) {
      const { until, library } = await nvmlApp(t, {}, { container });
      for (const [scenario, , state, remedy] of states.filter((one) => one[1] === container)) {
        await until((body) => body.state === 'ok');
        // The library is initialised anew when a call says that the driver has gone.
        library.does('init' in scenario ? { ...scenario, lost: 0, lost_code: 9 } : scenario);
        const body = await until((one) => one.state === state && remedy.test(one.remedy ?? ''));
        t.ok(body.reason !== null && body.source === 'NVML', JSON.stringify(scenario));
        t.match(body.gpus, [{ ...known, state: cardState(state), usage_percent: null, reason: /./ }]);
        library.does({});
      }
      t.match(await until((body) => body.state === 'ok'), { reason: null, remedy: null });
    }
  },
);

t.test('the service never waits for a library that hangs', { skip }, async (t) => {
  const { get, until, library, app } = await nvmlApp(t, {});
  await get();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  library.does({ busy: 'nvmlDeviceGetPowerUsage' });
  const silent = await until(({ state }) => state !== 'ok');
  t.match(silent, { state: 'timeout', gpus: [{ ...known, state: 'timeout', integrated: false }] });
  t.match(silent.gpus[0], {
    usage_percent: null,
    vram_total_bytes: null,
    processes: null,
    power_watts: null,
  });
  const start = performance.now();
  t.equal((await app.inject('/stats/memory')).statusCode, 200);
  t.ok(performance.now() - start < 500);
  delay.disable();
  t.comment(`greatest delay of the event loop ${(delay.max / 1e6).toFixed(1)} ms`);
  t.ok(delay.max < 900e6);
});

t.test(
  'a looping nvidia-smi answers while the library hangs or crashes, and no longer',
  { skip },
  async (t) => {
    const fields = ['uuid', 'utilization.gpu', 'name'];
    const help = fields.map((name) => `"${name}"\nIt.\n`).join('\n');
    const csv = '--format=csv,noheader,nounits';
    const args = [`--query-gpu=${fields.join(',')}`, csv, '-lms', '1000'];
    const apps = ['--query-compute-apps=pid,process_name,used_gpu_memory,gpu_uuid', csv];
    const nvidiaSmi = [
      { args: ['--help-query-gpu'], stdout: help },
      { args, stdout: 'GPU-00000000-0000-0000-0000-000000000000, 42, NVIDIA H100\n', everyMs: 1_000 },
      { args: apps, stdout: '7, prog, 12, GPU-00000000-0000-0000-0000-000000000000\n' },
    ];
    const { get, until, library } = await nvmlApp(t, {}, { nvidiaSmi });
    const [before] = (await get()).gpus;
    for (const problem of ['crash', 'sleep']) {
      library.does({ [problem]: 'nvmlDeviceGetPowerUsage' });
      const body = await until(
        ({ source, gpus }) => source === 'nvidia-smi (looping)' && gpus[0]?.processes?.length === 1,
      );
      t.match(body, { state: 'ok', gpus: [{ id: before?.id, usage_percent: 42, processes: [{ pid: 7 }] }] });
      library.does({});
      t.same((await until(({ source }) => source === 'NVML')).gpus[0], before);
    }
  },
);

t.test('where programs are hidden it says so, and an empty list proves nothing', { skip }, async (t) => {
  const hidden = /outside this service's process namespace are hidden/;
  const inside = await nvmlApp(t, { processes: 0 }, { container: true });
  t.match((await inside.get()).gpus, [{ processes: null, processes_reason: hidden }]);
  inside.library.does({ processes: 1 });
  const some = await inside.until(({ gpus }) => gpus[0]?.processes?.length === 1);
  t.match(some.gpus, [{ processes_reason: hidden }]);
  const shared = await nvmlApp(t, { processes: 0 }, { container: true, pidNamespace: 4_026_531_836 });
  t.match((await shared.get()).gpus, [{ processes: [], processes_reason: null }], 'with --pid=host');
  const inner = await nvmlApp(t, { processes: 0 }, { pidNamespace: 4_026_532_177 });
  t.match((await inner.get()).gpus, [{ processes: null, processes_reason: hidden }], 'without a mark');
});
