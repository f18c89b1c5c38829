import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { unknownAmdCard, untold } from '../../../../src/readers/gpu/amd/card.js';
import { rocmSmiArguments } from '../../../../src/readers/gpu/amd/rocm.js';
import { answering, sysMachine } from '../../../helpers/machines/sys-machine.js';

const report = JSON.stringify({
  card0: {
    'GPU ID': '0x66a1',
    'GPU use (%)': '11',
    'GPU memory use (%)': '4',
    'VRAM Total Memory (B)': '34342961152',
    'VRAM Total Used Memory (B)': '10850304',
    'Temperature (Sensor edge) (C)': '36.0',
    'Temperature (Sensor memory) (C)': '0.0',
    'Average Graphics Package Power (W)': '26.0',
    'Fan speed (%)': '27',
    'sclk clock speed:': '(1725Mhz)',
    'PCI Bus': '0000:63:00.0',
    'Card series': 'Radeon Instinct MI50 32GB',
  },
  card1: { 'Card Series': '0x744c', 'Card Model': '0x744c', 'Device Rev': '0xc8', 'GPU use (%)': 'N/A' },
  system: { 'Driver version': '5.9.17' },
});

const cards = [
  {
    ...unknownAmdCard('card0'),
    id: '0000:63:00.0',
    pciAddress: '0000:63:00.0',
    model: 'Radeon Instinct MI50 32GB',
    pciId: '1002:66a1',
    driverVersion: '5.9.17',
    usagePercent: 11,
    memoryActivityPercent: 4,
    vramTotal: 34342961152,
    vramUsed: 10850304,
    vramFree: 34332110848,
    celsius: 36,
    watts: 26,
    fanPercent: 27,
    graphicsMhz: 1725,
  },
  {
    ...unknownAmdCard('card1'),
    ...untold('rocm-smi'),
    model: 'AMD Radeon RX 7900 XTX',
    driverVersion: '5.9.17',
  },
];

void t.test('where there is no /sys at all rocm-smi is asked, once', async (t) => {
  const program = answering({ stdout: report });
  t.same(await amdReader(sysMachine(t, {}, program))(), {
    state: 'ok',
    source: 'rocm-smi',
    reason: null,
    remedy: null,
    driverVersion: '5.9.17',
    cards,
  });
  t.same(program.calls, [[...rocmSmiArguments]]);
});

void t.test('it is judged by what it prints, not by its exit status', async (t) => {
  const failing = answering({ stdout: report, exitCode: 2, stderr: 'WARNING: something' });
  t.match(await amdReader(sysMachine(t, {}, failing))(), { state: 'ok', cards: [{ usagePercent: 11 }, {}] });
  t.match(await amdReader(sysMachine(t, {}, answering({})))(), {
    state: 'absent',
    source: null,
    reason: 'rocm-smi found no AMD card',
    cards: [],
  });
});

void t.test('an output that cannot be understood is a failure that quotes it', async (t) => {
  const garbage = answering({ stdout: 'Segmentation fault\n', exitCode: 139 });
  t.match(await amdReader(sysMachine(t, {}, garbage))(), {
    state: 'failed',
    reason: /status 139 .*Segmentation fault/,
    cards: [],
  });
  const traceback = answering({ exitCode: 1, stderr: 'Traceback (most recent call last):\n' });
  t.match(await amdReader(sysMachine(t, {}, traceback))(), { state: 'failed', reason: /Traceback/ });
});

void t.test('a program that gives no answer is a state of the backend', async (t) => {
  const codes = { absent: 'absent', timeout: 'timeout', no_permission: 'no_permission', too_large: 'failed' };
  for (const [code, state] of Object.entries(codes)) {
    const program = answering(new Failure(code as keyof typeof codes, `rocm-smi: ${code}`));
    const reading = await amdReader(sysMachine(t, {}, program))();
    t.match(reading, { state, source: null, reason: `rocm-smi: ${code}`, cards: [] });
  }
});

void t.test('it is not run where the kernel shows that it cannot help', async (t) => {
  const program = answering({ stdout: report });
  const run = (sys: Parameters<typeof sysMachine>[1]) => amdReader(sysMachine(t, sys, program))();
  const asleep = {
    vendor: '0x1002',
    uevent: 'PCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n',
    power: { runtime_status: 'suspended' },
  };
  t.match(await run({ class: { drm: { version: 'drm 1.1.0' } } }), { state: 'absent' });
  t.match(await run({ module: { ext4: {} } }), { state: 'absent' }, 'amdgpu is not loaded');
  t.match(await run({ class: { drm: { card0: { device: asleep } } } }), { cards: [{ state: 'asleep' }] });
  t.same(program.calls, []);
});

void t.test(
  'a card without readable files is asked of rocm-smi, and kept when that has no answer',
  async (t) => {
    const bare = {
      vendor: '0x1002',
      uevent: 'DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n',
    };
    const sys = { class: { drm: { card0: { device: bare } } }, module: { amdgpu: {} } };
    t.match(await amdReader(sysMachine(t, sys, answering({ stdout: report })))(), {
      state: 'ok',
      source: 'rocm-smi',
    });
    t.match(await amdReader(sysMachine(t, sys))(), {
      state: 'failed',
      source: 'sysfs',
      reason: 'the files of card0 in sysfs tell nothing about it',
      cards: [{ id: '0000:03:00.0', state: 'failed', pciId: '1002:744c' }],
    });
  },
);
