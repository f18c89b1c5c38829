import t from 'tap';
import { coresByCpu, parseProcCpuinfo } from '../../../src/parsers/proc/cpuinfo.js';
import {
  blanks,
  endless,
  neverThrows,
  staysFinite,
  staysQuick,
} from '../../helpers/parsers/parser-contract.js';

const block = (physical: number, core: number, mhz: string) =>
  `processor\t: 0\nmodel name\t: AMD EPYC 7543 32-Core Processor \ncpu MHz\t\t: ${mhz}\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n\n`;
const sample =
  block(0, 0, '2800.500') + block(0, 0, '2799.500') + block(0, 1, '1500.000') + block(1, 0, '1500.000');

void t.test('cores are counted over all sockets, the clock is the mean of all CPUs', async (t) => {
  t.same(parseProcCpuinfo(sample), { model: 'AMD EPYC 7543 32-Core Processor', meanMhz: 2150, cores: 3 });
});

const arm = (implementer: string, ...parts: string[]) =>
  parts
    .map((part, cpu) => `processor\t: ${cpu}\nCPU implementer\t: ${implementer}\nCPU part\t: ${part}\n\n`)
    .join('');

void t.test('Arm tells cores by numbers; the board is no processor', async (t) => {
  const pi = `${arm('0x41', '0xd08', '0xd08')}Hardware\t: BCM2835\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n`;
  t.same(parseProcCpuinfo(pi), { model: 'Cortex-A72', meanMhz: null, cores: null });
  t.equal(parseProcCpuinfo(arm('0x41', '0xd05', '0xd05', '0xd0b')).model, 'Cortex-A55 + Cortex-A76');
  t.equal(parseProcCpuinfo(arm('0xc0', '0xac3')).model, 'Ampere-1');
  const inCompat = `model name\t: ARMv8 Processor rev 3 (v8l)\n${arm('0x41', '0xd0c')}`;
  t.equal(parseProcCpuinfo(inCompat).model, 'Neoverse-N1');
  t.equal(parseProcCpuinfo(inCompat.replace('0xd0c', '0xfff')).model, 'ARMv8 Processor rev 3 (v8l)');
  t.equal(parseProcCpuinfo(arm('0x41', '0xfff')).model, null);
});

void t.test('POWER, s390x, RISC-V, MIPS and LoongArch write model and clock their own way', async (t) => {
  const power =
    'processor\t: 0\ncpu\t\t: POWER8 (architected), altivec supported\nclock\t\t: 3425.000000MHz\n';
  t.match(parseProcCpuinfo(power), { model: 'POWER8 (architected), altivec supported', meanMhz: 3425 });
  const s390 = `vendor_id       : IBM/S390
processor 0: version = 00,  identification = 133E8,  machine = 3906

cpu number      : 0
physical id     : 1
core id         : 2
cpu MHz dynamic : 5200
cpu MHz static  : 5208
`;
  t.same(parseProcCpuinfo(s390), { model: 'IBM z14 (3906)', meanMhz: 5200, cores: 1 });
  t.same([...coresByCpu(s390)], [[0, '1/2']]);
  t.equal(parseProcCpuinfo('hart\t: 1\nisa\t: rv64imafdc\nuarch\t: sifive,u74-mc\n').model, 'sifive,u74-mc');
  t.equal(
    parseProcCpuinfo('system type\t: MT7621\ncpu model\t\t: MIPS 1004Kc V2.15\n').model,
    'MIPS 1004Kc V2.15',
  );
  const loong = 'Model Name\t\t: Loongson-3A5000\nCPU MHz\t\t\t: 2500.00\n';
  t.match(parseProcCpuinfo(loong), { model: 'Loongson-3A5000', meanMhz: 2500 });
});

void t.test('the core of each CPU is told by its number', async (t) => {
  const lines =
    'processor\t: 3\nphysical id\t: 1\ncore id\t: 7\n\nprocessor\t: 5\ncore id\t: 2\n\nprocessor\t: 6\n';
  t.same(
    [...coresByCpu(lines)],
    [
      [3, '1/7'],
      [5, '0/2'],
    ],
  );
});

void t.test('an empty file gives nulls', async (t) => {
  t.same(parseProcCpuinfo(''), { model: null, meanMhz: null, cores: null });
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcCpuinfo, sample));

void t.test('blanks within a line cost no more than their number', async (t) => {
  staysQuick(t, parseProcCpuinfo, `model name:${blanks}`);
});

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseProcCpuinfo, `cpu MHz : ${endless}`);
});
