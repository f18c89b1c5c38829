import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import type { Program } from '../../../../src/host/host.js';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { unknownAmdCard } from '../../../../src/readers/gpu/amd/card.js';
import { amdSmiArguments } from '../../../../src/readers/gpu/amd/smi.js';
import { notFollowed } from '../../../helpers/machines/not-followed.js';
import { answering, sysMachine } from '../../../helpers/machines/sys-machine.js';

const unit = (value: number, name: string) => ({ value, unit: name });
const card = (gpu: number, more: object = {}) => ({
  gpu,
  usage: { gfx_activity: unit(gpu + 7, '%'), umc_activity: 'N/A' },
  power: { socket_power: unit(135, 'W') },
  temperature: { edge: 'N/A', hotspot: unit(41, 'C'), mem: unit(0, 'C') },
  pcie: { width: 16, speed: unit(32, 'GT/s') },
  mem_usage: { total_vram: unit(1000, 'MB'), used_vram: unit(250, 'MB') },
  ...more,
});
const metric = JSON.stringify({ gpu_data: [card(0), card(1)] });
const listOf = (...bdfs: string[]) =>
  JSON.stringify(bdfs.map((bdf, gpu) => ({ gpu, bdf, uuid: `uuid-${gpu}`, partition_id: gpu })));
const asic = {
  market_name: 'AMD Instinct MI300X',
  device_id: '0x74a1',
  rev_id: '0x00',
  asic_serial: '0xabc',
};
const products = JSON.stringify([{ gpu: 0, asic, driver: { version: '6.10.5' } }]);

const measured = {
  ...{ memoryActivityPercent: null, vramTotal: 1048576000, vramUsed: 262144000, vramFree: 786432000 },
  ...{ pcieGeneration: 5, pcieWidth: 16 },
};
const ofSocket = { hotspotCelsius: 41, watts: 135 };

type Answers = Partial<Record<keyof typeof amdSmiArguments, string | Failure>>;

/** An amd-smi with these answers; what is not among them fails as an unknown command does. */
function amdSmi(answers: Answers): Program & { calls: string[] } {
  const calls: string[] = [];
  const run = (args: readonly string[]) => {
    calls.push(args.join(' '));
    const found = Object.entries(amdSmiArguments).find(([, known]) => known.join() === args.join())?.[0];
    const answer = answers[found as keyof Answers];
    if (answer instanceof Failure) return Promise.reject(answer);
    if (answer === undefined)
      return Promise.resolve({ exitCode: 2, crash: null, stdout: '', stderr: 'invalid choice' });
    return Promise.resolve({ exitCode: 0, crash: null, stdout: answer, stderr: '' });
  };
  return { name: 'amd-smi', run, follow: notFollowed, calls };
}

void t.test('without rocm-smi amd-smi tells the cards; power and heat of a socket once', async (t) => {
  const program = amdSmi({ metric, list: listOf('0000:83:00.0', '0000:83:00.1'), products });
  const host = sysMachine(t, {}, null, program);
  const read = amdReader(host);
  const expected = {
    state: 'ok',
    source: 'amd-smi',
    reason: null,
    remedy: null,
    driverVersion: '6.10.5',
    cards: [
      {
        ...unknownAmdCard('gpu0'),
        ...{ id: '0000:83:00.0', pciAddress: '0000:83:00.0', model: 'AMD Instinct MI300X' },
        ...{ pciId: '1002:74a1', uniqueId: 'abc', driverVersion: '6.10.5', usagePercent: 7 },
        ...measured,
        ...ofSocket,
      },
      {
        ...unknownAmdCard('gpu1'),
        ...{ id: '0000:83:00.1', pciAddress: '0000:83:00.1', usagePercent: 8 },
        ...measured,
      },
    ],
  };
  t.strictSame(await read(), expected);
  t.strictSame(await read(), expected);
  const [first, ...others] = [
    'metric --json',
    'list --json',
    'static --asic --driver --json',
    'metric --json',
  ];
  t.strictSame([...program.calls].sort(), [first, ...others].sort(), 'who they are is asked once');
});

void t.test('parts that share an address keep ids of their own', async (t) => {
  const shared = JSON.stringify([0, 1].map((gpu) => ({ gpu, bdf: '0000:83:00.0', uuid: `uuid-${gpu}` })));
  const same = JSON.stringify([0, 1].map((gpu) => ({ gpu, bdf: '0000:83:00.0', uuid: 'one' })));
  const ids = async (list: string) =>
    (await amdReader(sysMachine(t, {}, null, amdSmi({ metric, list })))()).cards.map(({ id }) => id);
  t.strictSame(await ids(shared), ['uuid-0', 'uuid-1']);
  t.strictSame(await ids(same), ['0000:83:00.0/0', '0000:83:00.0/1']);
});

void t.test('when only who they are fails, only that is missing, and it is asked again later', async (t) => {
  const answers: Answers = { metric, list: new Failure('timeout', 'amd-smi did not answer') };
  const program = amdSmi(answers);
  const host = sysMachine(t, {}, null, program);
  const read = amdReader(host);
  t.match(await read(), {
    state: 'ok',
    cards: [
      { id: 'gpu0', model: null, pciAddress: null, usagePercent: 7 },
      { id: 'gpu1', usagePercent: 8 },
    ],
  });
  answers.list = listOf('0000:83:00.0', '0000:84:00.0');
  answers.products = products;
  await read();
  t.equal(program.calls.length, 4, 'not at every reading');
  await host.clock.advance(60_000);
  t.match(await read(), {
    cards: [{ id: '0000:83:00.0', model: 'AMD Instinct MI300X' }, { id: '0000:84:00.0' }],
  });
  t.equal(program.calls.length, 7);
});

void t.test('a card that came since is asked about within a minute', async (t) => {
  const answers: Answers = { metric: JSON.stringify([card(0)]), list: listOf('0000:83:00.0'), products };
  const host = sysMachine(t, {}, null, amdSmi(answers));
  const read = amdReader(host);
  await read();
  answers.metric = metric;
  answers.list = listOf('0000:83:00.0', '0000:84:00.0');
  t.match(await read(), { cards: [{ id: '0000:83:00.0' }, { id: 'gpu1' }] });
  await host.clock.advance(60_000);
  t.match(await read(), { cards: [{ id: '0000:83:00.0' }, { id: '0000:84:00.0' }] });
});

void t.test('what gives no cards is absent or a failure that quotes it', async (t) => {
  const state = async (answer: Parameters<typeof answering>[0]) => {
    const { state, source, reason, cards } = await amdReader(sysMachine(t, {}, null, answering(answer)))();
    return { state, source, reason, cards };
  };
  const none = { state: 'absent', source: null, reason: 'rocm-smi is not installed', cards: [] };
  t.strictSame(await state({ stdout: '[]' }), none);
  t.strictSame(
    await state({ exitCode: 255, stderr: 'Driver not initialized (amdgpu not found in modules)\n' }),
    none,
  );
  t.strictSame(await state(new Failure('absent', 'amd-smi is not installed')), none);
  t.match(await state({ stdout: metric.slice(0, -9), exitCode: 1, stderr: 'Traceback:\n' }), {
    state: 'failed',
    reason: 'amd-smi ended with status 1 and gave no cards; it said: Traceback:',
  });
  for (const code of ['timeout', 'no_permission'] as const) {
    t.match(await state(new Failure(code, `amd-smi: ${code}`)), {
      state: code,
      reason: `amd-smi: ${code}`,
      cards: [],
    });
  }
  t.match(await state(new Failure('too_large', 'amd-smi: too much')), { state: 'failed' });
});

void t.test('it is run only after a rocm-smi that is of no use', async (t) => {
  const tried = async (rocmSmi: Parameters<typeof answering>[0]) => {
    const program = amdSmi({ metric });
    const { source } = await amdReader(sysMachine(t, {}, answering(rocmSmi), program))();
    return [source, program.calls.length > 0];
  };
  const works = { stdout: JSON.stringify({ card0: { 'GPU use (%)': '1' } }) };
  t.strictSame(await tried(works), ['rocm-smi', false]);
  t.strictSame(await tried({ stdout: 'Segmentation fault', exitCode: 139 }), ['amd-smi', true]);
  t.strictSame(await tried({}), ['amd-smi', true], 'rocm-smi prints nothing where it finds no card');
  t.strictSame(await tried(new Failure('no_permission', 'no')), ['amd-smi', true]);
  t.strictSame(await tried(new Failure('timeout', 'hangs')), [null, false], 'the driver hangs');
});
