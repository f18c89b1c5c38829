import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeNamesFile } from '../../../scripts/names/file.js';
import { intelNamesFile } from '../../../scripts/names/intel.js';
import present from '../../../src/readers/gpu/intel/names.json' with { type: 'json' };

const source = join(import.meta.dirname, '../../../../src/readers/gpu/intel/names.json');

/** The database that holds these names, and what is no GPU beside them. */
function pciIds(names: Record<string, string>): string {
  const gpus = Object.entries(names).map(([id, name]) => `\t${id}  Graphics [${name.replace('Intel ', '')}]`);
  const others = ['\tffff  DG2 Audio Controller', '\tfffe  Ethernet Controller'];
  return [`#\tVersion: ${present.version}`, '8086  Intel Corporation', ...gpus, ...others, ''].join('\n');
}

t.test('the database of the present names gives the present file, byte by byte', async (t) => {
  const path = join(t.testdir(), 'names.json');
  await writeNamesFile(path, intelNamesFile(pciIds(present.names)));
  t.equal(readFileSync(path, 'utf8'), readFileSync(source, 'utf8'));
});

t.test('a database that was cut off is refused', (t) => {
  const text = pciIds(present.names);
  t.throws(() => intelNamesFile(text.slice(0, text.length / 2)), /not the whole database/);
  t.throws(() => intelNamesFile(''), /only 0 Intel GPUs/);
  t.end();
});
