import t from 'tap';
import { parseAmdgpuIds } from '../../../src/parsers/amd/gpu-ids.js';
import { blanks, neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const ids = `# List of AMDGPU IDs
#
# device_id,\trevision_id,\tproduct_name        <-- single tab after comma

1.0.0
744C,\tC8,\tAMD Radeon RX 7900 XTX
98e4,\teb,\tAMD Radeon R3 Graphics
98E4,\tEB,\tAMD Radeon R4 Graphics
6613,\t0,\tAMD Radeon R7 240 Series (OEM), 2 GB \r
`;

void t.test('comments and the version are skipped, and of two names for one product the first holds', (t) => {
  t.same(parseAmdgpuIds(ids), [
    { device: '744C', revision: 'C8', name: 'AMD Radeon RX 7900 XTX' },
    { device: '98E4', revision: 'EB', name: 'AMD Radeon R3 Graphics' },
    { device: '6613', revision: '00', name: 'AMD Radeon R7 240 Series (OEM), 2 GB' },
  ]);
  t.end();
});

void t.test('lines without all three parts are left out', (t) => {
  t.same(parseAmdgpuIds(''), []);
  t.same(parseAmdgpuIds('744C,\tC8,\n744C,\n744C\nZZZZ,\tC8,\tName\n744C,\tC8'), []);
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parseAmdgpuIds, ids);
  t.end();
});

void t.test('blanks within a line cost no more than their number', async (t) => {
  staysQuick(t, parseAmdgpuIds, `1309,\t00,\tAMD Radeon${blanks}x`);
});
