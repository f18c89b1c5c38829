import t, { type Test } from 'tap';
import { Failure } from '../../../src/failures.js';
import { nvidiaReader } from '../../../src/readers/gpu/nvidia.js';
import { bareNvidiaCard } from '../../../src/readers/gpu/nvidia-card.js';
import { answerFrom, fakeNvidiaSmi, type SmiAnswer, type SmiTable } from '../../helpers/fake-nvidia-smi.js';
import { recordedHost } from '../../helpers/recorded-host.js';

type Files = Record<string, string | Record<string, unknown>>;

const known = [
  ...['index', ['uuid', 'gpu_uuid'], ['name', 'gpu_name'], 'pci.bus_id', 'driver_version', 'pstate'],
  ...['utilization.gpu', 'utilization.memory', 'utilization.encoder', 'utilization.decoder'],
  ...['memory.total', 'memory.reserved', 'memory.used', 'memory.free', 'temperature.gpu'],
  ...['temperature.memory', 'power.draw', 'power.draw.instant', 'enforced.power.limit'],
  ...[['clocks.current.sm', 'clocks.sm'], ['clocks.current.memory', 'clocks.mem'], 'fan.speed'],
  ...['pcie.link.gen.current', 'pcie.link.width.current', 'ecc.mode.current', 'mig.mode.current'],
  ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
];

/** An idle card: what is 0 is written as 0. */
const idle = {
  index: '0',
  uuid: 'GPU-aa',
  name: 'NVIDIA H100 80GB HBM3',
  'pci.bus_id': '00000000:0C:00.0',
  driver_version: '590.48.01',
  pstate: 'P0',
  'utilization.gpu': '0',
  'utilization.memory': '0',
  'utilization.encoder': '0',
  'utilization.decoder': '0',
  'memory.total': '81559',
  'memory.reserved': '479',
  'memory.used': '0',
  'memory.free': '81080',
  'temperature.gpu': '41',
  'temperature.memory': '48',
  'power.draw': '69.85',
  'power.draw.instant': '69.62',
  'enforced.power.limit': '700.00',
  'clocks.sm': '345',
  'clocks.mem': '2619',
  'pcie.link.gen.current': '5',
  'pcie.link.width.current': '16',
  'ecc.mode.current': 'Enabled',
  'mig.mode.current': 'Disabled',
  'clocks_event_reasons.active': '0x0000000000000001',
};
const second = { ...idle, index: '1', uuid: 'GPU-bb', 'pci.bus_id': '00000000:41:00.0' };
const third = { ...idle, index: '2', uuid: 'GPU-cc', 'pci.bus_id': '00000000:81:00.0' };

const idleCard = {
  ...bareNvidiaCard(
    { id: 'GPU-aa', name: 'NVIDIA H100 80GB HBM3', pciAddress: '0000:0c:00.0', driverIndex: 0 },
    'ok',
  ),
  integrated: false,
  usagePercent: 0,
  vramTotal: 85_520_809_984,
  vramUsed: 0,
  vramFree: 85_018_542_080,
  memoryReserved: 502_267_904,
  memoryKind: 'dedicated',
  celsius: 41,
  memoryCelsius: 48,
  watts: 69.85,
  instantWatts: 69.62,
  limitWatts: 700,
  graphicsMhz: 345,
  memoryMhz: 2619,
  encoderPercent: 0,
  decoderPercent: 0,
  memoryActivityPercent: 0,
  throttleReasons: ['GPU idle'],
  pcieGeneration: 5,
  pcieWidth: 16,
  driverVersion: '590.48.01',
  performanceState: 'P0',
  eccMode: 'enabled',
  migMode: 'disabled',
  processes: [{ pid: 4711, name: '/usr/bin/ollama', kind: 'compute', memory: 387_973_120 }],
} as const;

const cardOnTheBus: Files = {
  sys: { class: { drm: { card1: { device: { vendor: '0x10de\n' } }, 'card1-DP-1': {} } } },
};
const driverLoaded: Files = {
  proc: { driver: { nvidia: { version: 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.261.03  Tue Jul 15\n' } } },
}; // prettier-ignore
const inContainer: Files = { root: { '.dockerenv': '' } };

/** A reader of a machine with these files whose nvidia-smi answers so. */
function machine(t: Test, answer: (args: readonly string[]) => SmiAnswer, files: Files = {}) {
  const smi = fakeNvidiaSmi(answer);
  const about = '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}';
  const host = recordedHost(t.testdir({ 'machine.json': about, ...files }), {
    programs: { nvidiaSmi: smi, rocmSmi: smi },
  });
  return { smi, host, read: nvidiaReader(host) };
}

const table = (cards: SmiTable['cards'], apps: string[] = []) => answerFrom({ known, cards, apps });
const isQuery = (args: readonly string[]) => args.some((arg) => arg.startsWith('--query-gpu='));
const isApps = (args: readonly string[]) => args.some((arg) => arg.startsWith('--query-compute-apps='));

void t.test('an idle card reports 0, and what it does not tell is null', async (t) => {
  const apps = ['4711, /usr/bin/ollama, 370, GPU-aa', '12, other, 1, GPU-zz'];
  const { read } = machine(t, table([idle], apps));
  t.same(await read(), {
    state: 'ok',
    source: 'nvidia-smi',
    reason: null,
    remedy: null,
    driverVersion: '590.48.01',
    cards: [idleCard],
  });
});

void t.test('what it knows is asked once, and every card in one query', async (t) => {
  const { read, smi } = machine(t, table([idle, second]));
  await read();
  await read();
  const kinds = smi.calls.map((call) => call.replace(/=.*/, ''));
  const everyTime = ['--query-gpu', '--query-compute-apps'];
  t.same(kinds, ['--help-query-gpu', ...everyTime, ...everyTime]);
});

void t.test('an older driver is asked only what it knows, under the names it knows', async (t) => {
  const few = ['index', 'uuid', 'name', 'utilization.gpu', 'clocks_throttle_reasons.active'];
  const card = { index: '0', uuid: 'GPU-aa', name: 'Tesla, old', 'utilization.gpu': '7', 'clocks_throttle_reasons.active': '0x4' }; // prettier-ignore
  const { read, smi } = machine(t, answerFrom({ known: few, cards: [card] }));
  const { state, cards } = await read();
  t.equal(state, 'ok');
  t.match(cards, [{ id: 'GPU-aa', name: 'Tesla, old', usagePercent: 7, throttleReasons: ['software power cap'], vramTotal: null }]); // prettier-ignore
  t.match(smi.calls[1], '--query-gpu=index,uuid,utilization.gpu,clocks_throttle_reasons.active,name ');
});

void t.test('after a failure the fields are asked again, so an exchanged driver is found', async (t) => {
  let now = table([idle]);
  const { read } = machine(t, (args) => now(args));
  t.equal((await read()).state, 'ok');
  now = answerFrom({ known: ['index', 'uuid', 'name'], cards: [idle] });
  const broken = await read();
  t.match(broken, { state: 'failed', reason: /does not know a field/, cards: [] });
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', usagePercent: null }] });
});

void t.test('a driver that does not list its fields is asked the basic ones', async (t) => {
  const usual = table([idle]);
  const { read } = machine(t, (args) => (args[0] === '--help-query-gpu' ? { exitCode: 1 } : usual(args)));
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', usagePercent: 0, memoryReserved: null }] });
});

void t.test('programs that cannot be seen cost nothing but themselves', async (t) => {
  for (const answer of [new Failure('timeout', 'late'), { exitCode: 255, stdout: 'what\n' }]) {
    const usual = table([idle]);
    const { read } = machine(t, (args) => (isApps(args) ? answer : usual(args)));
    t.same((await read()).cards, [{ ...idleCard, processes: null }]);
  }
});

void t.test('a card that says in its cells that it is lost keeps its name and no value', async (t) => {
  const lost = Object.fromEntries(Object.entries(second).map(([field, cell]) => [field, field === 'utilization.gpu' ? '[GPU is lost]' : cell])); // prettier-ignore
  const { read } = machine(t, table([idle, lost]));
  const reading = await read();
  t.equal(reading.state, 'ok');
  t.same(reading.cards.map(({ id, state }) => [id, state]), [['GPU-aa', 'ok'], ['GPU-bb', 'lost']]); // prettier-ignore
  t.same(reading.cards[1], bareNvidiaCard({ id: 'GPU-bb', name: idle.name, pciAddress: '0000:41:00.0', driverIndex: 1 }, 'lost')); // prettier-ignore
});

const lostWords = 'GPU is lost.  Reboot the system to recover this GPU\n\n\n';
const listLine = (index: number, id: string) => `GPU ${index}: NVIDIA H100 80GB HBM3 (UUID: GPU-${id})\n`;

/** As nvidia-smi 535 does it: with one card lost it shows no other, unless only these are asked for. */
function withOneLost(args: readonly string[]): SmiAnswer {
  if (args[0] === '--help-query-gpu' || args[0] === '-i')
    return table([idle, third], ['4711, a, 1, GPU-cc'])(args);
  if (args[0] === '-L') {
    const lost = `Unable to determine the device handle for gpu 1: ${lostWords}`;
    return { exitCode: 15, stdout: listLine(0, 'aa') + lost + listLine(2, 'cc') };
  }
  return { exitCode: 15, stdout: `Unable to determine the device handle for GPU1: ${lostWords}` };
}

void t.test('one lost card does not hide the others, and stays under the identity it had', async (t) => {
  let now = table([idle, second, third]);
  const { read, smi } = machine(t, (args) => now(args));
  t.equal((await read()).cards.length, 3);
  now = withOneLost;
  for (const round of [1, 2]) {
    const reading = await read();
    t.equal(reading.state, 'ok', `round ${round}`);
    t.same(reading.cards.map(({ id, state, usagePercent }) => [id, state, usagePercent]), [
      ['GPU-aa', 'ok', 0],
      ['GPU-bb', 'lost', null],
      ['GPU-cc', 'ok', 0],
    ]); // prettier-ignore
    t.equal(reading.cards[2]?.processes?.length, 1);
  }
  t.match(smi.calls.at(-2), /^-i 0,2 --query-gpu=/);
  t.match(smi.calls.at(-1), /^-i 0,2 --query-compute-apps=/);
});

void t.test('a card lost before the first reading is known by where it sits', async (t) => {
  const gpus = { '0000:0c:00.0': {}, '0000:41:00.0': {}, '0000:81:00.0': {} };
  const there = machine(t, withOneLost, { proc: { driver: { nvidia: { gpus } } } });
  t.match((await there.read()).cards[1], { id: '0000:41:00.0', state: 'lost', name: null, driverIndex: 1 });
  const unknown = machine(t, withOneLost);
  t.match((await unknown.read()).cards[1], { id: 'nvidia-unidentified-1', state: 'lost', pciAddress: null });
});

void t.test('a driver that names the lost card by address and goes on is taken at its word', async (t) => {
  const usual = table([idle]);
  const { read, smi } = machine(t, (args) => {
    const answer = usual(args);
    if (!isQuery(args) || answer instanceof Failure) return answer;
    return {
      ...answer,
      stderr: 'Unable to determine the device handle for GPU0000:41:00.0: Unknown Error\n',
    };
  });
  t.match((await read()).cards, [{ id: 'GPU-aa', state: 'ok' }, { id: '0000:41:00.0', state: 'lost' }]); // prettier-ignore
  t.notOk(smi.calls.includes('-L'));
});

void t.test('a card that -L still lists is asked for no more, and known by its UUID', async (t) => {
  const healthy = table([idle]);
  const lost = 'Unable to determine the device handle for GPU1: GPU requires reset. A GPU reset must occur before this GPU can be used again.\n'; // prettier-ignore
  const { read } = machine(t, (args) => {
    if (args[0] === '-L') return { stdout: listLine(0, 'aa') + listLine(1, 'bb') };
    if (args[0] === '--help-query-gpu' || (args[0] === '-i' && args[1] === '0')) return healthy(args);
    return { exitCode: 255, stdout: lost };
  });
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', state: 'ok' }, { id: 'GPU-bb', state: 'lost' }] }); // prettier-ignore
});

void t.test('when every card is lost, so is the backend', async (t) => {
  const { read } = machine(t, (args) => {
    if (args[0] === '--help-query-gpu') return table([])(args);
    return { exitCode: 15, stdout: `Unable to determine the device handle for GPU0: ${lostWords}` };
  });
  const reading = await read();
  t.match(reading, { state: 'lost', reason: /lost every card/, remedy: /reboot/ });
  t.match(reading.cards, [{ state: 'lost', usagePercent: null }]);
});

void t.test('a warning that comes with rows is no failure', async (t) => {
  const usual = table([idle]);
  const { read } = machine(t, (args) => {
    const answer = usual(args);
    if (!isQuery(args) || answer instanceof Failure) return answer;
    return { ...answer, exitCode: 14, stderr: 'WARNING: infoROM is corrupted\n' };
  });
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa' }] });
});

void t.test('shared memory is told by the name together with a driver that reports none', async (t) => {
  const without = { index: '0', uuid: 'GPU-aa', 'utilization.gpu': '0', 'power.draw': '11.17' };
  const memoryOf = async (card: Record<string, string>) => {
    const meminfo = 'MemTotal: 1000 kB\nMemAvailable: 600 kB\n';
    const { read } = machine(t, table([card]), { proc: { meminfo } });
    const [found] = (await read()).cards;
    return [found?.integrated, found?.memoryKind, found?.vramTotal, found?.systemMemory];
  };
  const shared = [true, 'unified', null, { total: 1_024_000, available: 614_400 }];
  t.same(await memoryOf({ ...without, name: 'NVIDIA GB10' }), shared);
  t.same(await memoryOf({ ...without, name: 'NVIDIA Thor' }), shared);
  t.same(await memoryOf({ ...without, name: 'NVIDIA H100' }), [null, null, null, null], 'another card');
  const mig = { ...without, name: 'NVIDIA GB10', 'mig.mode.current': 'Enabled' };
  t.same(await memoryOf(mig), [true, null, null, null], 'MIG');
  const error = { ...without, name: 'NVIDIA GB10', 'memory.total': '[Unknown Error]' };
  t.same(await memoryOf(error), [true, null, null, null], 'a fault');
  const lost = { ...without, name: 'NVIDIA GB10', 'utilization.gpu': '[GPU is lost]' };
  t.same(await memoryOf(lost), [null, null, null, null], 'lost');
  const told = { ...without, name: 'NVIDIA GB10', 'memory.total': '8128' };
  t.same(await memoryOf(told), [true, null, 8_522_825_728, null], 'a number is passed on as it is');
});

void t.test('without nvidia-smi the state depends on whether there is a card', async (t) => {
  const missing = () => new Failure('absent', 'nvidia-smi is not installed');
  const stateWith = async (...files: Files[]) => {
    const { read } = machine(t, missing, Object.assign({}, ...files) as Files);
    const { state, source, cards, remedy } = await read();
    t.same([source, cards], [null, []]);
    return [state, remedy?.split(' ').slice(0, 3).join(' ') ?? null];
  };
  t.same(await stateWith(), ['absent', null]);
  t.same(await stateWith(inContainer), ['absent', null]);
  const amd: Files = { sys: { class: { drm: { card0: { device: { vendor: '0x1002\n' } } } } } };
  t.same(await stateWith(amd), ['absent', null]);
  t.same(await stateWith(cardOnTheBus), ['failed', "Install NVIDIA's driver"]);
  t.same(await stateWith(driverLoaded), ['failed', 'Install the utilities']);
  t.same(await stateWith(driverLoaded, inContainer), ['not_passed_through', 'Start the container']);
  t.same(await stateWith(cardOnTheBus, inContainer), ['not_passed_through', 'Start the container']);
});

void t.test('a program that may not be run is a state, one that does not answer a Failure', async (t) => {
  const denied = machine(t, () => new Failure('no_permission', 'nvidia-smi may not be run by this user'));
  t.match(await denied.read(), { state: 'no_permission', reason: /may not be run/, remedy: /execute/ });
  const slow = machine(
    t,
    () => new Failure('timeout', 'nvidia-smi did not answer within 3 s and was killed'),
  );
  await t.rejects(slow.read(), { code: 'timeout', message: /did not answer/, remedy: /persistence mode/ });
  const endless = machine(t, () => new Failure('too_large', 'nvidia-smi printed more than 4194304 bytes'));
  await t.rejects(endless.read(), { code: 'too_large' });
});

void t.test('several slow runs end within five seconds over all', async (t) => {
  const deadlines: number[] = [];
  const { host } = machine(t, withOneLost);
  const nvidiaSmi = {
    name: 'nvidia-smi',
    run: async (args: readonly string[], limits: { deadline: number }) => {
      deadlines.push(limits.deadline);
      await host.clock.advance(1_990);
      return host.programs.nvidiaSmi.run(args, limits);
    },
  };
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi } });
  await t.rejects(read(), { code: 'timeout', message: 'nvidia-smi took more than 5 s in several runs' });
  t.same(deadlines, [3_000, 3_000, 1_000]);
});

void t.test('each way of failing has its state, its reason and its remedy', async (t) => {
  const stateOf = async (exitCode: number, stdout: string, files: Files) => {
    const { read } = machine(t, () => ({ exitCode, stdout: `${stdout}\n` }), files);
    const { state, reason, remedy, cards, source } = await read();
    t.same([cards, source], [[], 'nvidia-smi']);
    t.ok(reason !== null && (state === 'absent' || remedy !== null), stdout);
    return [state, reason?.split(' (nvidia-smi')[0]];
  };
  const init = 'Failed to initialize NVML: ';
  const cases: [string, RegExp, number, string, ...Files[]][] = [
    ['failed', /libnvidia-ml is missing/, 12, "NVIDIA-SMI couldn't find libnvidia-ml.so library"],
    ['not_passed_through', /not in this container/, 12, "NVIDIA-SMI couldn't find libnvidia-ml.so", inContainer],
    ['failed', /driver is not loaded/, 9, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."],
    ['not_passed_through', /devices are not in this container/, 9, '', inContainer, driverLoaded],
    ['driver_mismatch', /kernel module \(535\.261\.03\)/, 18, `${init}Driver/library version mismatch`, driverLoaded],
    ['driver_mismatch', /different versions/, 255, 'Mismatch in versions between nvidia-smi and NVML.'],
    ['no_permission', /this user may not/, 4, `${init}Insufficient Permissions`],
    ['no_permission', /operating system blocks/, 17, `${init}GPU access blocked by the operating system`],
    ['lost', /lost every card/, 15, `${init}GPU is lost`],
    ['failed', /could not be initialised/, 255, `${init}Unknown Error`],
    ['not_passed_through', /lost its right/, 255, `${init}Unknown Error`, inContainer],
    ['absent', /no NVIDIA card/, 6, 'No devices were found'],
    ['absent', /finds no NVIDIA card/, 6, 'No devices were found', driverLoaded],
    ['not_passed_through', /none of its cards/, 6, 'No devices were found', driverLoaded, inContainer],
    ['failed', /could start none/, 6, 'No devices were found', cardOnTheBus],
    ['failed', /could start none/, 6, 'No devices were found', { proc: { driver: { nvidia: { gpus: { '0000:01:00.0': {} } } } } }],
    ['failed', /no usable answer/, 77, 'Segmentation fault'],
    ['failed', /no usable answer/, 0, ''],
    ['failed', /no usable answer/, 0, '0, GPU-aa, half a li'],
  ]; // prettier-ignore
  for (const [state, reason, exitCode, stdout, ...files] of cases) {
    const found = await stateOf(exitCode, stdout, Object.assign({}, ...files) as Files);
    t.match(found, [state, reason], String(reason));
  }
});
