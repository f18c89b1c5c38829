import t from 'tap';
import { meanClock, parseProcCpuinfo } from '../../../src/parsers/proc/cpuinfo.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const block = (physical: number, core: number, mhz: string) =>
  `processor\t: 0\nmodel name\t: AMD EPYC 7543 32-Core Processor \ncpu MHz\t\t: ${mhz}\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n\n`;
const sample =
  block(0, 0, '2800.500') + block(0, 0, '2799.500') + block(0, 1, '1500.000') + block(1, 0, '1500.000');

void t.test('cores are counted over all sockets, the clock is the mean of all CPUs', async (t) => {
  t.same(parseProcCpuinfo(sample), { model: 'AMD EPYC 7543 32-Core Processor', meanMhz: 2150, cores: 3 });
});

void t.test('Arm names no model of the CPU, no clock and no cores: the board names the model', async (t) => {
  const arm =
    'processor\t: 0\nBogoMIPS\t: 108.00\nCPU part\t: 0xd08\n\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n';
  t.same(parseProcCpuinfo(arm), { model: 'Raspberry Pi 4 Model B Rev 1.4', meanMhz: null, cores: null });
});

void t.test('POWER writes the clock its own way', async (t) => {
  t.equal(meanClock('processor\t: 0\nclock\t\t: 3800.000000MHz\n'), 3800);
});

void t.test('an empty file gives nulls', async (t) => {
  t.same(parseProcCpuinfo(''), { model: null, meanMhz: null, cores: null });
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcCpuinfo, sample));
