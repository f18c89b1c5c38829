import t from 'tap';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { bareNvidiaCard, lostNvidiaCard } from '../../../../src/readers/gpu/nvidia/card.js';
import {
  idle,
  second,
  third,
  table,
  machine,
  lostWords,
  listLine,
  withOneLost,
} from '../../../helpers/machines/nvidia-machine.js';
import { fakeNvidiaSmi } from '../../../helpers/programs/fake-nvidia-smi.js';
import { writtenHost, type WrittenFiles } from '../../../helpers/machines/written-host.js';

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
  throttleReasons: [],
  pcieGeneration: 5,
  pcieWidth: 16,
  driverVersion: '590.48.01',
  performanceState: 'P0',
  eccMode: 'enabled',
  migMode: 'disabled',
  migInstances: [],
  processes: [{ pid: 4711, name: '/usr/bin/ollama', kind: null, memory: 387_973_120 }],
  processesReason: 'nvidia-smi lists the programs that compute, not those that only draw',
} as const;

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

void t.test('a card that says in its cells that it is lost keeps its name and no value', async (t) => {
  const lost = Object.fromEntries(Object.entries(second).map(([field, cell]) => [field, field === 'utilization.gpu' ? '[GPU is lost]' : cell])); // prettier-ignore
  const { read } = machine(t, table([idle, lost]));
  const reading = await read();
  t.equal(reading.state, 'ok');
  t.same(reading.cards.map(({ id, state }) => [id, state]), [['GPU-aa', 'ok'], ['GPU-bb', 'lost']]); // prettier-ignore
  t.same(reading.cards[1], lostNvidiaCard({ id: 'GPU-bb', name: idle.name, pciAddress: '0000:41:00.0', driverIndex: 1 }, 'lost')); // prettier-ignore
});

void t.test('a card of which nothing can be read is not ok, and says why', async (t) => {
  const own = ['index', 'uuid', 'name', 'pci.bus_id', 'driver_version'];
  const saying = (cell: string) =>
    Object.fromEntries(Object.entries(second).map(([field, value]) => [field, own.includes(field) ? value : cell])); // prettier-ignore
  const cases: [string, string, RegExp, RegExp][] = [
    ['[Unknown Error]', 'failed', /answers Unknown Error \(999\) for this card/, /Xid/],
    ['ERR!', 'failed', /answers Unknown Error \(999\) for this card/, /Xid/],
    ['[Insufficient Permissions]', 'no_permission', /Insufficient Permissions \(4\)/, /dev.nvidia/],
    ['[N/A]', 'failed', /supports none of the values/, /legacy/],
  ];
  for (const [cell, state, reason, remedy] of cases) {
    const beside = await machine(t, table([idle, saying(cell)])).read();
    t.match(beside, { state: 'ok', reason: null, cards: [{ state: 'ok', reason: null }, {}] }, cell);
    t.match(beside.cards[1], { id: 'GPU-bb', name: idle.name, state, reason, remedy });
    const alone = await machine(t, table([saying(cell)])).read();
    t.match(alone, { state, reason, remedy, cards: [{ state }] }, cell);
  }
});

void t.test('one value that cannot be read costs nothing else', async (t) => {
  const { read } = machine(t, table([{ ...idle, 'fan.speed': '[Unknown Error]', pstate: 'ERR!' }]));
  t.match(await read(), {
    cards: [{ state: 'ok', usagePercent: 0, fanPercent: null, performanceState: null }],
  });
});

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
  const [, , last] = (await unknown.read()).cards;
  t.match(last, { id: 'nvidia-unidentified-1', state: 'lost', pciAddress: null }, 'it comes last');
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

void t.test('a card that is no longer shown is lost, withheld or gone, as the kernel has it', async (t) => {
  const at = (address: string) => ({ [`bus/pci/devices/${address}/vendor`]: '0x10de\n' });
  const driven = (address: string) => ({ [`driver/nvidia/gpus/${address}/information`]: '' });
  const [first, other] = ['0000:0c:00.0', '0000:41:00.0'];
  const files: Required<Pick<WrittenFiles, 'sys' | 'proc'>> = {
    sys: { ...at(first), ...at(other) },
    proc: { ...driven(first), ...driven(other) },
  };
  let now = table([idle, second]);
  const host = writtenHost(files);
  const smi = fakeNvidiaSmi((args) => now(args));
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi: smi } });
  t.match((await read()).cards, [{ state: 'ok' }, { id: 'GPU-bb', state: 'ok' }]);
  now = table([idle]);
  t.match(await read(), {
    state: 'ok',
    cards: [{ state: 'ok' }, { id: 'GPU-bb', name: idle.name, state: 'no_permission', reason: /no longer/ }],
  });
  files.sys = at(first);
  t.match((await read()).cards, [{ state: 'ok' }, { id: 'GPU-bb', state: 'lost', usagePercent: null }]);
  files.sys = { ...at(first), ...at(other) };
  files.proc = driven(first);
  t.same(
    (await read()).cards.map(({ id }) => id),
    ['GPU-aa'],
    'taken from the driver',
  );
  now = table([idle, second]);
  t.match((await read()).cards, [{ id: 'GPU-aa' }, { id: 'GPU-bb', state: 'ok' }]);
});
