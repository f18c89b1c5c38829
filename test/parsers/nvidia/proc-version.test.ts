import t from 'tap';
import { parseNvidiaProcVersion } from '../../../src/parsers/nvidia/proc-version.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const sample =
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.261.03  Tue Jul 15 20:30:24 UTC 2025\n' +
  'GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n';

void t.test('the version of the module is read, of the closed and of the open one', (t) => {
  t.equal(parseNvidiaProcVersion(sample), '535.261.03');
  const open =
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.04  Release Build  (root@x)\n';
  t.equal(parseNvidiaProcVersion(open), '570.124.04');
  t.end();
});

void t.test('a text without one gives null', (t) => {
  t.equal(parseNvidiaProcVersion(''), null);
  t.equal(parseNvidiaProcVersion('GCC version:  gcc version 12.2.0\n'), null);
  neverThrows(t, parseNvidiaProcVersion, sample);
  t.end();
});
