/**
 * Writes src/readers/gpu/intel/names.json from the PCI ID database.
 *
 *   npm run build && node dist/scripts/update-intel-names.js /usr/share/misc/pci.ids
 *
 * The database comes with the package pci.ids (Debian, Ubuntu) or hwdata, or from https://pci-ids.ucw.cz/.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNamesFile } from './names/file.js';
import { intelNamesFile } from './names/intel.js';

const target = join(import.meta.dirname, '../../src/readers/gpu/intel/names.json');

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: update-intel-names.js <pci.ids>\n');
  process.exit(2);
}
const file = intelNamesFile(readFileSync(source, 'utf8'));
await writeNamesFile(target, file);
process.stdout.write(`${target}: ${Object.keys(file.names).length} devices\n`);
