import t from 'tap';
import { noPressure } from '../../../src/parsers/proc/pressure.js';
import type { CpuReading } from '../../../src/readers/cpu/reader.js';
import { portableCpuReader } from '../../../src/readers/portable/cpu.js';
import { recordedHost, type RecordedHost } from '../../helpers/machines/recorded-host.js';

/** The reading with its numbers to nine decimals: shares are quotients. */
async function read(host: RecordedHost): Promise<CpuReading> {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(9)) : value;
  return JSON.parse(JSON.stringify(await portableCpuReader(host)(), rounded)) as CpuReading;
}

/** A recorded machine on which one call of the library gives something else. */
function changed<K extends keyof RecordedHost['portable']>(
  folder: string,
  call: K,
  change: (answer: Awaited<ReturnType<RecordedHost['portable'][K]>>) => object,
): RecordedHost {
  const host = recordedHost(folder);
  const answer = host.portable[call] as () => Promise<Awaited<ReturnType<RecordedHost['portable'][K]>>>;
  return { ...host, portable: { ...host.portable, [call]: async () => change(await answer()) } };
}

const unknown = {
  ...{
    celsius: null,
    implausible: [],
    pressure: noPressure,
    quotaCores: null,
    quotaReason: null,
    frequencyMhz: null,
  },
  ...{ ticks: null, activity: null },
};
const untold = { iowait: null, softirq: null, steal: null, guest: null };

t.test('macOS: everything but the clock, which the library makes up on chips of Apple', async (t) => {
  t.same(await read(recordedHost('darwin-arm64__laptop')), {
    ...unknown,
    usagePercent: 22.5,
    perCorePercent: [50, 35, 12.5, 0, 37.5, 25, 10, 10],
    cores: 8,
    threads: 8,
    maxFrequencyMhz: null,
    model: 'Apple M2',
    architecture: 'arm64',
    loadAverage: [2.48, 2.12, 1.97],
    times: { ...untold, user: 17.5, nice: 0, system: 5, idle: 77.5, irq: null },
  });
});

t.test('Windows: no load average and no nice', async (t) => {
  t.same(await read(recordedHost('win32-x64__desktop')), {
    ...unknown,
    usagePercent: 24.375,
    perCorePercent: [40, 20, 10, 5, 75, 20, 0, 25],
    cores: 4,
    threads: 8,
    maxFrequencyMhz: 3600,
    model: 'AMD Ryzen 3 3100 4-Core Processor',
    architecture: 'x86_64',
    loadAverage: null,
    times: { ...untold, user: 17.5, nice: null, system: 6.675, idle: 75.625, irq: 0.2 },
  });
});

t.test('FreeBSD', async (t) => {
  t.same(await read(recordedHost('freebsd-x64__server')), {
    ...unknown,
    usagePercent: 14,
    perCorePercent: [20, 25, 1, 10],
    cores: 4,
    threads: 4,
    maxFrequencyMhz: 4600,
    model: 'Intel Xeon® E-2224',
    architecture: 'amd64',
    loadAverage: [0.85, 0.63, 0.58],
    times: { ...untold, user: 8.125, nice: 1.875, system: 3.625, idle: 86, irq: 0.375 },
  });
});

t.test('what the library puts in the place of an answer is unknown', async (t) => {
  const noDmidecode = changed('freebsd-x64__server', 'cpu', (cpu) => ({ ...cpu, vendor: '', speedMax: 3.4 }));
  t.match(await read(noDmidecode), {
    cores: null,
    threads: 4,
    maxFrequencyMhz: null,
    model: 'Intel Xeon® E-2224',
  });
  const secondSocket = changed('freebsd-x64__server', 'cpu', (cpu) => ({
    ...cpu,
    cores: 2,
    physicalCores: 2,
  }));
  t.match(await read(secondSocket), { cores: null, threads: 4 });
  const noPowerShell = changed('win32-x64__desktop', 'cpu', (cpu) => {
    return { ...cpu, manufacturer: '', brand: '', physicalCores: 8, speedMax: 0 };
  });
  t.match(await read(noPowerShell), { cores: null, threads: 8, maxFrequencyMhz: null, model: null });
});

t.test('counters that did not move or went backwards give no share', async (t) => {
  const still = changed('darwin-arm64__laptop', 'currentLoad', (load) => ({
    ...load,
    ...{ currentLoad: 0, currentLoadIdle: 0, rawCurrentLoad: 0, rawCurrentLoadIdle: 0 },
    cpus: load.cpus.map((cpu, index) =>
      index === 1 ? { ...cpu, load: 0, rawLoad: 0, rawLoadIdle: 0 } : cpu,
    ),
  }));
  t.match(await read(still), {
    usagePercent: null,
    perCorePercent: [50, null, 12.5, 0, 37.5, 25, 10, 10],
    times: null,
  });
  const backwards = changed('darwin-arm64__laptop', 'currentLoad', (load) => ({
    ...load,
    currentLoad: -12,
    cpus: [],
  }));
  t.match(await read(backwards), { usagePercent: null, perCorePercent: null, threads: 8 });
});

t.test('names are joined without saying the manufacturer twice', async (t) => {
  const names: [manufacturer: string, brand: string, model: string | null][] = [
    ['Intel', 'Core™ i7-9750H', 'Intel Core™ i7-9750H'],
    ['Intel', 'Gen Intel® Core™ i7-13700K', 'Intel® Core™ i7-13700K'],
    ['Zhaoxin KX-6000', 'KX-6000', 'Zhaoxin KX-6000'],
    ['unknown', 'unknown', null],
  ];
  for (const [manufacturer, brand, model] of names) {
    const host = changed('win32-x64__desktop', 'cpu', (cpu) => ({ ...cpu, manufacturer, brand }));
    t.equal((await read(host)).model, model);
  }
});

t.test('what does not change is asked once, and again only while it was not known', async (t) => {
  let requested = 0;
  const host = changed('win32-x64__desktop', 'cpu', (cpu) => {
    requested += 1;
    return requested === 1 ? { ...cpu, manufacturer: '', brand: '' } : cpu;
  });
  const reader = portableCpuReader(host);
  const models = [];
  for (let reading = 0; reading < 4; reading += 1) models.push((await reader()).model);
  const model = 'AMD Ryzen 3 3100 4-Core Processor';
  t.same(models, [null, model, model, model]);
  t.equal(requested, 2);
});
