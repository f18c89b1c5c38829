import t from 'tap';
import { parseNvidiaSmiFields } from '../../../src/parsers/nvidia/smi-fields.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const sample = `List of valid properties to query for the switch "--query-gpu":

"driver_version"
The version of the installed "NVIDIA" display driver.

Section about clocks properties
"clocks_event_reasons.active" or "clocks_throttle_reasons.active"
Bitmask of active clocks event reasons. See nvml.h for more details.

"pstate"\r
`;

void t.test('every field is known by both its names, and descriptions are no fields', (t) => {
  const fields = [
    'driver_version',
    'clocks_event_reasons.active',
    'clocks_throttle_reasons.active',
    'pstate',
  ];
  t.same([...parseNvidiaSmiFields(sample)], fields);
  t.end();
});

void t.test('a text that is no such list gives no field', (t) => {
  t.same([...parseNvidiaSmiFields('')], []);
  t.same([...parseNvidiaSmiFields('Failed to initialize NVML: Unknown Error')], []);
  t.same([...parseNvidiaSmiFields('"pstat')], [], 'cut off');
  t.end();
});

void t.test('whatever comes, it does not throw', (t) => {
  neverThrows(t, parseNvidiaSmiFields, sample);
  t.end();
});
