import t, { type Test } from 'tap';
import { cpuReader } from '../../../src/readers/cpu/reader.js';
import { realMachine } from '../../helpers/machines/real-machine.js';
import { hanging, type Folder } from '../../helpers/machines/sys-machine.js';

const statOf = (...cpus: number[]) =>
  ['cpu 100 0 50 800 50', ...cpus.map((cpu) => `cpu${cpu} 100 0 50 800 50`)].join(' 0 0 0 0 0\n') +
  ' 0 0 0 0 0\n';

/** A machine of CPUs, with the files of /sys and /proc given, and what reads it. */
function machine(t: Test, sys: Folder, proc: Folder = {}) {
  const made = realMachine(t, { sys, proc: { stat: statOf(0), ...proc } });
  return { ...made, read: cpuReader(made.host) };
}

const celsius = async (t: Test, sys: Folder) => (await machine(t, sys).read()).celsius;
const hwmon = (...chips: Folder[]): Folder => ({
  class: { hwmon: Object.fromEntries(chips.map((chip, index) => [`hwmon${index}`, chip])) },
});
const zones = (...types: [type: string, milli: string][]): Folder => ({
  thermal: Object.fromEntries(types.map(([type, temp], index) => [`thermal_zone${index}`, { type, temp }])),
});

/** A chip whose sensors are labelled as given, in that order. */
function chip(name: string, ...sensors: [label: string | null, milli: string][]): Folder {
  const files = sensors.flatMap(([label, milli], index) => [
    [`temp${index + 1}_input`, `${milli}\n`],
    ...(label === null ? [] : [[`temp${index + 1}_label`, `${label}\n`]]),
  ]);
  return { name: `${name}\n`, ...(Object.fromEntries(files) as Folder) };
}

void t.test('the temperature is chosen by label, not by number', async (t) => {
  const cores: Folder = {
    name: 'coretemp\n',
    temp2_input: '41000\n',
    temp3_input: '43000\n',
    temp2_label: 'Core 0\n',
  };
  t.equal(await celsius(t, hwmon(cores)), 43, 'without a sensor of the package the hottest core');
  const packaged = chip('coretemp', ['Core 0', '60000'], ['Package id 0', '48000'], ['Core 1', '50000']);
  t.equal(await celsius(t, hwmon(packaged)), 48);
  t.equal(
    await celsius(t, hwmon(packaged, chip('coretemp', ['Physical id 1', '53000']))),
    53,
    'the hottest socket',
  );
  t.equal(
    await celsius(t, hwmon(chip('k10temp', ['Tctl', '70000'], ['Tdie', '43000'], ['Tccd1', '80000']))),
    43,
  );
  t.equal(await celsius(t, hwmon(chip('k10temp', ['Tctl', '70000'], ['Tccd1', '80000']))), 70);
  t.equal(await celsius(t, hwmon(chip('zenpower', [null, '39000']))), 39);
});

void t.test('chips made for the processor go before zones, zones before what firmware says', async (t) => {
  const acpi = chip('acpitz', [null, '27800']);
  const others = [chip('nvme', ['Composite', '99000']), chip('amdgpu', ['edge', '98000'])];
  t.equal(await celsius(t, hwmon(acpi, ...others, chip('coretemp', ['Package id 0', '45000']))), 45);
  t.equal(await celsius(t, hwmon(acpi, ...others)), 27.8, 'acpitz where there is nothing else');
  t.equal(await celsius(t, hwmon(...others)), null);
  const board = hwmon(
    chip('cpu0_thermal', [null, '51000']),
    chip('cpu1_thermal', [null, '52000']),
    chip('soc_thermal', [null, '60000']),
  );
  t.equal(await celsius(t, board), 52);
  t.equal(await celsius(t, hwmon(chip('soc_thermal', [null, '60000']), acpi)), 60);
  t.equal(await celsius(t, hwmon(chip('cpu_thermal', [null, '55504']))), 55.504);

  const zoned = (...types: [string, string][]) => celsius(t, { class: zones(...types) });
  t.equal(
    await zoned(['acpitz\n', '20000\n'], ['x86_pkg_temp\n', '47000\n'], ['pch_skylake\n', '90000\n']),
    47,
  );
  t.equal(
    await zoned(['gpu-thermal\n', '90000\n'], ['cpu-thermal\n', '44000\n'], ['soc-thermal\n', '80000\n']),
    44,
  );
  t.equal(await zoned(['bigcore0-thermal\n', '61000\n'], ['littlecore-thermal\n', '50000\n']), 61);
  t.equal(await zoned(['battery\n', '30000\n']), null);
});

void t.test('files of older drivers, and a sensor that gives an error', async (t) => {
  const older = { device: chip('coretemp', ['Core 0', '40000'], ['Core 1', '42000']) };
  t.equal(await celsius(t, hwmon(older)), 42);
  // A folder in its place: EISDIR, as any error of the kernel.
  t.equal(await celsius(t, hwmon({ ...chip('coretemp', ['Package id 0', '1']), temp1_input: {} })), null);
});

void t.test(
  'several readings: drivers that come later are found, a zone that hangs costs only the temperature',
  async (t) => {
    const { host, read, write } = machine(t, { class: zones(['cpu-thermal\n', '44000\n']) });
    t.equal((await read()).celsius, 44);
    write({ sys: hwmon(chip('coretemp', ['Package id 0', '46000'])) });
    await host.clock.advance(60_000);
    t.equal((await read()).celsius, 46);
    write({ sys: hwmon(chip('coretemp', ['Package id 0', '47000'])) });
    t.equal((await read()).celsius, 47);

    const hung = hanging(
      machine(t, { class: zones(['cpu-thermal\n', '1\n'], ['cpu-thermal\n', '2\n']) }).host,
      () => true,
    );
    const reading = cpuReader(hung.host)();
    t.match(await hung.host.clock.until(Promise.resolve(reading)), { celsius: null, threads: 1 });
    t.ok(hung.host.clock.monotonic() < 1_000, 'within the deadline of the domain');
  },
);

const topology = (socket: number, core: number, siblings: string): Folder => ({
  topology: { physical_package_id: `${socket}\n`, core_id: `${core}\n`, core_cpus_list: `${siblings}\n` },
});
const cpuinfo = (...cores: [socket: number, core: number][]) =>
  cores
    .map(([socket, core], cpu) => `processor\t: ${cpu}\nphysical id\t: ${socket}\ncore id\t\t: ${core}\n\n`)
    .join('');

void t.test('cores are right where lxcfs numbers the CPUs of a container anew', async (t) => {
  // The machine has two threads a core; the container was given the CPUs 3 and 22, of two cores.
  const cpus = Object.fromEntries(
    [...Array(32).keys()].map((cpu) => [`cpu${cpu}`, topology(0, cpu >> 1, `${cpu & ~1}-${cpu | 1}`)]),
  );
  const sys = { devices: { system: { cpu: cpus } } };
  const cores = async (proc: Folder) => (await machine(t, sys, { stat: statOf(0, 1), ...proc }).read()).cores;
  t.equal(
    await cores({ cpuinfo: cpuinfo([0, 1], [0, 11]) }),
    2,
    'by what /proc/cpuinfo says otherwise than /sys',
  );
  t.equal(await cores({ self: { status: 'Cpus_allowed_list:\t3,22\n' } }), 2, 'by the CPUs that may be used');
  t.equal(
    await cores({ self: { status: 'Cpus_allowed_list:\t22-23\n' }, cpuinfo: cpuinfo([0, 11], [0, 11]) }),
    1,
  );
  t.equal(
    await cores({ self: { status: 'Cpus_allowed_list:\t0-31\n' } }),
    1,
    'a limit on other CPUs changes nothing',
  );
  t.equal(await cores({}), 1, 'the machine’s own numbers');
});
