import t from 'tap';
import { parseNvidiaProcInformation } from '../../../src/parsers/nvidia/proc-information.js';
import { blanks, neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const uuid = 'GPU-5f9e1c2a-0000-0000-0000-000000000000';
const text = `Model: \t\t NVIDIA H100 80GB HBM3
IRQ:   \t\t 1023
GPU UUID: \t ${uuid}
Video BIOS: \t 96.00.61.00.01
Bus Type: \t PCIe
DMA Size: \t 52 bits
Bus Location: \t 0000:41:00.0
Device Minor: \t 1
GPU Excluded:\t No
`;

t.test('a card is told by its model, UUID and address', (t) => {
  t.same(parseNvidiaProcInformation(text), {
    model: 'NVIDIA H100 80GB HBM3',
    uuid,
    pciAddress: '0000:41:00.0',
  });
  t.end();
});

t.test('one that the module has not started is not known by a UUID', (t) => {
  const marks = text
    .replace(uuid, 'GPU-????????-????-????-????-????????????')
    .replace(/NVIDIA H100.*/, 'Unknown');
  t.same(parseNvidiaProcInformation(marks), { model: null, uuid: null, pciAddress: '0000:41:00.0' });
  t.same(parseNvidiaProcInformation(''), { model: null, uuid: null, pciAddress: null });
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseNvidiaProcInformation, text);
  t.end();
});

t.test('blanks within a line cost no more than their number', (t) => {
  staysQuick(t, parseNvidiaProcInformation, `Model: a${blanks}x`);
  t.end();
});
