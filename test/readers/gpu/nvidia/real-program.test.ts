import { chmodSync } from 'node:fs';
import t, { type Test } from 'tap';
import type { Program } from '../../../../src/host/host.js';
import { systemProgram } from '../../../../src/host/programs/program.js';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { fakeProgram, type FakeAnswer } from '../../../helpers/programs/fake-program.js';
import { notFollowed } from '../../../helpers/machines/not-followed.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';

const help = ['index', 'uuid', 'utilization.gpu', 'memory.total', 'name'].map((name) => `"${name}"\nIt.\n`);
const helpAnswer = { args: ['--help-query-gpu'], stdout: help.join('\n') };
const fields = 'index,uuid,utilization.gpu,memory.total,name';
const csv = '--format=csv,noheader,nounits';
const query = [`--query-gpu=${fields}`, csv];
const apps = ['--query-compute-apps=pid,process_name,used_gpu_memory,gpu_uuid', csv];
const row = (index: number) => `${index}, GPU-${index}, ${10 + index}, 81920, NVIDIA A100\n`;

/** A machine with a card whose nvidia-smi is a real program; what hangs is given half a second. */
function machine(t: Test, answers: readonly FakeAnswer[]) {
  const folder = t.testdir({
    'machine.json': '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}',
    sys: { class: { drm: { card0: { device: { vendor: '0x10de\n' } } } } },
  });
  const fake = fakeProgram(folder, 'nvidia-smi', answers);
  const real = systemProgram('nvidia-smi', fake.path, { LC_ALL: 'C' }, new Set());
  // On a busy machine a script takes longer to start than a driver may take to answer.
  const nvidiaSmi: Program = {
    name: real.name,
    follow: notFollowed,
    run: (args, limits) => {
      const hangs = answers.some((one) => one.hang === true && one.args?.join() === args.join());
      return real.run(args, { ...limits, deadline: hangs ? 500 : 60_000 });
    },
  };
  const host = recordedHost(folder, {
    programs: { nvidiaSmi, rocmSmi: nvidiaSmi, amdSmi: nvidiaSmi, ioreg: nvidiaSmi },
  });
  return { fake, read: nvidiaReader(host) };
}

void t.test('a program that is there gives its cards and their programs', async (t) => {
  const { read, fake } = machine(t, [
    helpAnswer,
    { args: query, stdout: row(0) + row(1), delayMs: 20 },
    { args: apps, stdout: '7, my prog, x, 12, GPU-1\n' },
  ]);
  const reading = await read();
  t.match(reading, {
    state: 'ok',
    cards: [
      { id: 'GPU-0', usagePercent: 10, vramTotal: 85_899_345_920, processes: [] },
      { id: 'GPU-1', usagePercent: 11, processes: [{ pid: 7, name: 'my prog, x', memory: 12_582_912 }] },
    ],
  });
  t.same(fake.calls().map(({ args }) => args), [['--help-query-gpu'], query, apps]); // prettier-ignore
});

void t.test('one that is missing or may not be run is a state', async (t) => {
  const { read, fake } = machine(t, []);
  chmodSync(fake.path, 0o644);
  t.match(await read(), { state: 'no_permission', cards: [] });
  const folder = t.testdir({
    'machine.json': '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}',
  });
  const missing = systemProgram('nvidia-smi', `${folder}/nvidia-smi`, {}, new Set());
  const host = recordedHost(folder, {
    programs: { nvidiaSmi: missing, rocmSmi: missing, amdSmi: missing, ioreg: missing },
  });
  t.match(await nvidiaReader(host)(), { state: 'absent', source: null });
});

void t.test('one that hangs is a timeout with a remedy', async (t) => {
  const { read } = machine(t, [{ args: ['--help-query-gpu'], hang: true, ignoreSigterm: true }]);
  await t.rejects(read(), { code: 'timeout', remedy: /persistence mode/ });
});

void t.test('programs on the cards that hang cost only themselves', async (t) => {
  const answers = [helpAnswer, { args: query, stdout: row(0) }, { args: apps, hang: true }];
  const { read } = machine(t, answers);
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-0', usagePercent: 10, processes: null }] });
});

void t.test('one that prints 100 MB is stopped long before', async (t) => {
  const { read } = machine(t, [helpAnswer, { args: query, stdout: row(0).repeat(20_000), endless: true }]);
  await t.rejects(read(), { code: 'too_large' });
});

void t.test('half a line is no card', async (t) => {
  const { read } = machine(t, [
    helpAnswer,
    { args: query, stdout: row(0) + row(1), halfLine: true },
    { args: apps },
  ]);
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-0' }] });
  const nothing = machine(t, [helpAnswer, { args: query, stdout: row(0), halfLine: true }]);
  t.match(await nothing.read(), { state: 'failed', cards: [] });
});

void t.test('every documented exit status is a state, never a crash', async (t) => {
  const states = [
    [2, 'failed'],
    [3, 'failed'],
    [4, 'no_permission'],
    [6, 'failed'],
    [8, 'failed'],
    [9, 'failed'],
    [10, 'failed'],
    [12, 'failed'],
    [13, 'failed'],
    [14, 'failed'],
    [15, 'lost'],
    [17, 'no_permission'],
    [18, 'driver_mismatch'],
    [255, 'failed'],
  ] as const;
  for (const [exitCode, state] of states) {
    const { read } = machine(t, [{ exitCode }]);
    t.equal((await read()).state, state, `exit status ${exitCode}`);
  }
});

void t.test(
  'one that prints its head and crashes says so, directly or through a script around it',
  async (t) => {
    const head = 'Sun May 26 15:50:45 2024\n+-----------------------------------------+\n';
    const ended = [
      { stdout: head, signal: 'SIGSEGV' as const },
      { stdout: head, exitCode: 139 },
    ];
    for (const crashed of ended) {
      const { read } = machine(t, [helpAnswer, crashed]);
      t.match(await read(), {
        state: 'failed',
        reason: 'nvidia-smi crashed (SIGSEGV)',
        remedy: /driver anew/,
      });
    }
    const after = machine(t, [helpAnswer, { args: query, stdout: row(0), signal: 'SIGABRT' }]);
    t.match(await after.read(), { state: 'failed', reason: 'nvidia-smi crashed (SIGABRT)', cards: [] });
  },
);

void t.test('one lost card leaves the others', async (t) => {
  const lost = 'Unable to determine the device handle for GPU1: GPU is lost.  Reboot the system\n\n\n';
  const { read } = machine(t, [
    helpAnswer,
    { args: query, exitCode: 15, stdout: lost },
    { args: ['-L'], exitCode: 15, stdout: `GPU 0: NVIDIA A100 (UUID: GPU-0)\n${lost}GPU 2: NVIDIA A100 (UUID: GPU-2)\n` },
    { args: ['-i', '0,2', ...query], stdout: row(0) + row(2) },
    { args: ['-i', '0,2', ...apps] },
  ]); // prettier-ignore
  const { state, cards } = await read();
  t.equal(state, 'ok');
  t.same(cards.map((card) => [card.driverIndex, card.state, card.usagePercent]), [[0, 'ok', 10], [1, 'lost', null], [2, 'ok', 12]]); // prettier-ignore
});
