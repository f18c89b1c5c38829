import { join } from 'node:path';
import t from 'tap';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { nvidiaPower } from '../../../../src/readers/gpu/nvidia/power.js';
import type { NvmlSnapshot } from '../../../../src/host/nvml/nvml.js';
import { breakFile } from '../../../helpers/machines/broken-file.js';
import { fakeNvidiaSmi } from '../../../helpers/programs/fake-nvidia-smi.js';
import { idle, lostWords, table } from '../../../helpers/machines/nvidia-machine.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { sysFolder } from '../../../helpers/machines/sys-machine.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

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
  t.match(await power(), { asleep: ['0000:01:00.0'], awake: [] });
  files.sys = laptop('active');
  t.match(await power(), { asleep: [], awake: ['0000:01:00.0'] }, 'it has woken');
  files.sys = laptop('suspending');
  t.match(await power(), { asleep: ['0000:01:00.0'], awake: [] });
  const none = { asleep: [], awake: [], undriven: [] };
  t.same(await nvidiaPower(writtenHost({}))(), none, 'no PCI devices');
  t.same(await nvidiaPower(writtenHost(files, { platform: 'win32' }))(), none);
});

void t.test(
  'a card whose state cannot be read stays asleep, and what could not be read is read again',
  async (t) => {
    const base = sysFolder(t, {
      bus: {
        pci: {
          devices: {
            '0000:01:00.0': {
              vendor: '0x10de\n',
              class: '0x030200\n',
              power: { runtime_status: 'suspended\n' },
            },
          },
        },
      },
    });
    const asleep = { asleep: ['0000:01:00.0'], awake: [] };
    const devices = join(base, 'sys/bus/pci/devices');
    const power = nvidiaPower(recordedHost(base));
    const mendClass = breakFile(join(devices, '0000:01:00.0/class'), 'EIO');
    t.match(await power(), { asleep: [], awake: [] }, 'nothing says yet that it is a card');
    mendClass();
    t.match(await power(), asleep);
    for (const code of ['EIO', 'EACCES', 'EBUSY', 'ENXIO', 'EINVAL']) {
      for (const [path, access] of [
        ['0000:01:00.0/power/runtime_status', 'read'],
        ['', 'list'],
      ] as const) {
        const mend = breakFile(join(devices, path), code, access);
        t.match(await power(), asleep, `${access} ${code}`);
        mend();
      }
    }
    t.match(await power(), asleep);
  },
);

void t.test('while every card sleeps neither the library nor a program is asked', async (t) => {
  const requested: string[] = [];
  const touch = (what: string) => () => {
    requested.push(what);
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
  t.same(requested, []);
  files.sys = laptop('active');
  await read();
  t.same(requested, ['nvml'], 'awake it is asked');
});

void t.test('of two cards only the one that is awake is asked', async (t) => {
  const requested: unknown[] = [];
  const read = (only: readonly string[] | null) => {
    requested.push(only);
    return Promise.resolve<NvmlSnapshot>({ ok: false, code: 999 });
  };
  const sys = { ...laptop('suspended'), ...device('0000:41:00.0', '0x10de', '0x030000', 'active') };
  const proc = { 'driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  x\n' };
  const reading = await nvidiaReader(writtenHost({ sys, proc }, { nvml: { read } }))();
  t.same(requested, [['0000:41:00.0']]);
  t.match(reading.cards, [{ id: '0000:01:00.0', state: 'asleep' }]);
});

const twoCards = (first: string, third = 'active') => ({
  ...laptop(first),
  ...device('0000:41:00.0', '0x10de', '0x030000', 'active'),
  ...device('0000:81:00.0', '0x10de', '0x030000', third),
});
const proc = { 'driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  x\n' };

void t.test('without NVML a program is asked for those that are awake alone', async (t) => {
  const smi = fakeNvidiaSmi(table([{ ...idle, 'pci.bus_id': '00000000:41:00.0' }]));
  const host = writtenHost({ sys: twoCards('suspended'), proc });
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi: smi } });
  t.match((await read()).cards, [
    { id: '0000:01:00.0', state: 'asleep' },
    { id: 'GPU-aa', pciAddress: '0000:41:00.0', state: 'ok' },
  ]);
  const requested = smi.calls.filter((call) => call.includes('--query'));
  t.same(requested.map((call) => call.split(' --query')[0]), [
    '-i 0000:41:00.0,0000:81:00.0',
    '-i 0000:41:00.0,0000:81:00.0',
  ]); // prettier-ignore
});

void t.test('one lost beside one asleep is found without a look at the sleeper', async (t) => {
  const healthy = table([idle]);
  const smi = fakeNvidiaSmi((args) => {
    if (args[1]?.includes('0000:81:00.0') === true) {
      return { exitCode: 15, stdout: `Unable to determine the device handle for GPU1: ${lostWords}` };
    }
    return healthy(args.filter((arg) => arg !== '-i' && arg !== '0000:41:00.0'));
  });
  const host = writtenHost({ sys: twoCards('suspended'), proc });
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi: smi } });
  t.match(await read(), {
    state: 'ok',
    cards: [
      { id: '0000:01:00.0', state: 'asleep' },
      { id: 'GPU-aa', state: 'ok', usagePercent: 0 },
      { id: '0000:81:00.0', state: 'lost' },
    ],
  });
  t.notOk(
    smi.calls.some((call) => call.startsWith('-L') || call.startsWith('--query')),
    smi.calls.join('\n'),
  );
});

void t.test('a looping program ends when another card has fallen asleep', async (t) => {
  const stops: string[] = [];
  const files = { sys: twoCards('suspended'), proc };
  const host = writtenHost(files);
  const row = (args: readonly string[]) => `GPU-aa, 7, ${args.join(' ')}\n`;
  const help = ['uuid', 'utilization.gpu', 'name'].map((name) => `"${name}"\nIt.\n`).join('\n');
  const nvidiaSmi = {
    name: 'nvidia-smi',
    run: () => Promise.resolve({ exitCode: 0, crash: null, stdout: help, stderr: '' }),
    follow: (args: readonly string[]) => ({
      latest: () => Promise.resolve({ text: row(args.slice(0, 2)), age: 0, earlier: '' }),
      stop: () => {
        stops.push(args.slice(0, 2).join(' '));
        return Promise.resolve();
      },
    }),
  };
  const read = nvidiaReader({ ...host, programs: { ...host.programs, nvidiaSmi } });
  t.match((await read()).cards, [{ state: 'asleep' }, { name: '-i 0000:41:00.0,0000:81:00.0' }]);
  await read();
  t.same(stops, []);
  files.sys = twoCards('suspended', 'suspended');
  t.match((await read()).cards, [{ state: 'asleep' }, { state: 'asleep' }, { name: '-i 0000:41:00.0' }]);
  t.same(stops, ['-i 0000:41:00.0,0000:81:00.0']);
});
