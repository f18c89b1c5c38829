import t from 'tap';
import { nvidiaReader } from '../../../src/readers/gpu/nvidia.js';
import { nvidiaPower } from '../../../src/readers/gpu/nvidia-power.js';
import type { NvmlSnapshot } from '../../../src/host/nvml.js';
import { writtenHost } from '../../helpers/written-host.js';

const device = (address: string, vendor: string, type: string, status: string) => ({
  [`bus/pci/devices/${address}/vendor`]: `${vendor}\n`,
  [`bus/pci/devices/${address}/class`]: `${type}\n`,
  [`bus/pci/devices/${address}/power/runtime_status`]: `${status}\n`,
});
const laptop = (status: string) => ({
  ...device('0000:00:02.0', '0x8086', '0x030000', 'active'),
  ...device('0000:01:00.0', '0x10de', '0x030200', status),
  ...device('0000:01:00.1', '0x10de', '0x040300', 'suspended'),
});

void t.test('only cards of NVIDIA count, not their sound', async (t) => {
  const files = { sys: laptop('suspended') };
  const power = nvidiaPower(writtenHost(files));
  t.same(await power(), { asleep: ['0000:01:00.0'], awake: [] });
  files.sys = laptop('active');
  t.same(await power(), { asleep: [], awake: ['0000:01:00.0'] }, 'it has woken');
  files.sys = laptop('suspending');
  t.same(await power(), { asleep: ['0000:01:00.0'], awake: [] });
  t.same(await nvidiaPower(writtenHost({}))(), { asleep: [], awake: [] }, 'no PCI devices');
  t.same(await nvidiaPower(writtenHost(files, { platform: 'win32' }))(), { asleep: [], awake: [] });
});

void t.test('while every card sleeps neither the library nor a program is asked', async (t) => {
  const asked: string[] = [];
  const touch = (what: string) => () => {
    asked.push(what);
    return Promise.resolve<NvmlSnapshot>({ ok: false, code: 9 });
  };
  const nvidiaSmi = { name: 'nvidia-smi', run: touch('run') as never, follow: touch('follow') as never };
  const files = {
    sys: laptop('suspended'),
    proc: { 'driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  x\n' },
  };
  const host = writtenHost(files, { nvml: { read: touch('nvml') } });
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi } });
  t.match(await read(), {
    state: 'ok',
    source: 'sysfs',
    driverVersion: '590.48.01',
    cards: [{ id: '0000:01:00.0', state: 'asleep', usagePercent: null }],
  });
  t.same(asked, []);
  files.sys = laptop('active');
  await read();
  t.same(asked, ['nvml'], 'awake it is asked');
});

void t.test('of two cards only the one that is awake is asked', async (t) => {
  const asked: unknown[] = [];
  const read = (only: readonly string[] | null) => {
    asked.push(only);
    return Promise.resolve<NvmlSnapshot>({ ok: false, code: 999 });
  };
  const sys = { ...laptop('suspended'), ...device('0000:41:00.0', '0x10de', '0x030000', 'active') };
  const proc = { 'driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  x\n' };
  const reading = await nvidiaReader(writtenHost({ sys, proc }, { nvml: { read } }))();
  t.same(asked, [['0000:41:00.0']]);
  t.match(reading.cards, [{ id: '0000:01:00.0', state: 'asleep' }]);
});
