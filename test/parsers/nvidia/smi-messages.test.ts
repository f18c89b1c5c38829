import t from 'tap';
import {
  parseNvidiaSmiFailure,
  parseNvidiaSmiList,
  parseNvidiaSmiLost,
} from '../../../src/parsers/nvidia/smi-messages.js';
import { blanks, neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const list = `GPU 0: NVIDIA H200 (UUID: GPU-aa)
  MIG 1c.3g.71gb  Device  0: (UUID: MIG-aa)
Unable to determine the device handle for gpu 1: GPU is lost.  Reboot the system to recover this GPU


GPU 2: NVIDIA H200 (rev 2) (UUID: Unknown Error)
GPU 3: NVIDIA H200
`;

void t.test('a list tells those that answer from those that do not, and MIG instances are no cards', (t) => {
  t.same(parseNvidiaSmiList(list), {
    healthy: [
      { index: 0, name: 'NVIDIA H200', uuid: 'GPU-aa' },
      { index: 2, name: 'NVIDIA H200 (rev 2)', uuid: null },
      { index: 3, name: 'NVIDIA H200', uuid: null },
    ],
    lost: [{ index: 1, pciAddress: null, cause: 'lost' }],
  });
  t.same(parseNvidiaSmiList(''), { healthy: [], lost: [] });
  t.same(parseNvidiaSmiList('No devices found.\n'), { healthy: [], lost: [] });
  t.end();
});

void t.test('a lost card is told by index, by address or by both, as drivers differ', (t) => {
  const lost = (words: string) => parseNvidiaSmiLost(`Unable to determine the device handle for ${words}\n`);
  const cards = [
    ['GPU1: GPU is lost.  Reboot the system to recover this GPU', 1, null, 'lost'],
    ['GPU 0000:0B:00.0: Unknown Error', null, '0000:0B:00.0', 'unknown_error'],
    ['GPU0000:65:00.0: Unknown Error', null, '0000:65:00.0', 'unknown_error'],
    ['GPU3: 0000:5F:00.0: Unknown Error', 3, '0000:5F:00.0', 'unknown_error'],
    ['GPU2: GPU requires reset.  A GPU reset must occur before this GPU can be used again.', 2, null, 'reset_required'],
    ['GPU4: Insufficient Permissions', 4, null, 'no_permission'],
    ['GPU', null, null, 'unknown_error'],
  ] as const; // prettier-ignore
  for (const [words, index, pciAddress, cause] of cards)
    t.same(lost(words), [{ index, pciAddress, cause }], words);
  t.end();
});

void t.test('a failure is known by its words, whatever the exit status', (t) => {
  const cases = [
    [12, "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please …\nPlease also …", 'no_library'],
    [9, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make …", 'driver_not_loaded'],
    [18, 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 535.261', 'version_mismatch'],
    [255, 'Mismatch in versions between nvidia-smi and NVML.', 'version_mismatch'],
    [4, 'Failed to initialize NVML: Insufficient Permissions', 'no_permission'],
    [17, 'Failed to initialize NVML: GPU access blocked by the operating system', 'blocked'],
    [15, 'Failed to initialize NVML: GPU is lost', 'gpu_lost'],
    [255, 'Failed to initialize NVML: Unknown Error', 'init_failed'],
    [255, 'Failed to initialize NVML: Timeout', 'init_failed'],
    [6, 'No devices were found', 'no_devices'],
    [0, 'No devices found.', 'no_devices'],
    [255, 'Unable to determine the device handle for GPU1: … A GPU reset must occur before this GPU can be used again.', 'gpu_lost'],
    [255, 'Unable to determine the device handle for GPU0000:65:00.0: Unknown Error', 'gpu_lost'],
  ] as const; // prettier-ignore
  for (const [exitCode, text, kind] of cases) {
    const message = text.split('\n')[0];
    t.same(parseNvidiaSmiFailure(exitCode, `${text}\n`), { kind, message, field: null }, text);
  }
  t.end();
});

void t.test('an unknown field is named', (t) => {
  const message = 'Field "nope" is not a valid field to query.';
  t.same(parseNvidiaSmiFailure(2, `${message}\n\n`), { kind: 'bad_field', message, field: 'nope' });
  t.end();
});

void t.test('where the words are of no help, the exit status is', (t) => {
  const kinds = [
    [2, 'bad_field'],
    [4, 'no_permission'],
    [6, 'no_devices'],
    [9, 'driver_not_loaded'],
    [12, 'no_library'],
    [15, 'gpu_lost'],
    [17, 'blocked'],
    [18, 'version_mismatch'],
    [255, 'other'],
    [null, 'other'],
  ] as const;
  for (const [exitCode, kind] of kinds)
    t.same(parseNvidiaSmiFailure(exitCode, ''), { kind, message: '', field: null }, String(exitCode));
  t.end();
});

void t.test('rows and an exit status of 0 are no failure', (t) => {
  t.equal(parseNvidiaSmiFailure(0, '0, GPU-aa, 10\n'), null);
  t.equal(parseNvidiaSmiFailure(0, '0, GPU-aa, [GPU is lost]\n'), null);
  t.equal(parseNvidiaSmiFailure(0, ''), null);
  t.end();
});

void t.test('whatever comes, it does not throw', (t) => {
  neverThrows(t, parseNvidiaSmiList, list);
  neverThrows(t, (text) => parseNvidiaSmiFailure(255, text), 'Failed to initialize NVML: Unknown Error\n');
  t.end();
});

void t.test('blanks within a line cost no more than their number', async (t) => {
  staysQuick(t, parseNvidiaSmiList, `GPU 0: NVIDIA A100 (UUID: GPU-1)${blanks}x`);
  staysQuick(t, parseNvidiaSmiList, `GPU 0: ${' (UUID: '.repeat(3_000)}`);
});
