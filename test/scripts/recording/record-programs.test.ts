import t from 'tap';
import { fieldNames } from '../../../scripts/recording/record-programs.js';

void t.test('every name of a field is found in the help, descriptions are not', (t) => {
  const help = `List of valid properties to query for the switch "--query-gpu":

"timestamp"
The time in format "YYYY/MM/DD HH:MM:SS.msec".

"name" or "gpu_name"
The official product name.

Section about clocks properties
"clocks.current.sm" or "clocks.sm"
Current frequency. "clocks.sm" is short.
"name" or "gpu_name"
`;
  t.strictSame(fieldNames(help), ['timestamp', 'name', 'gpu_name', 'clocks.current.sm', 'clocks.sm']);
  t.strictSame(fieldNames(''), []);
  t.end();
});
