/**
 * Writes src/readers/gpu/amd/names.json from libdrm's table of products.
 *
 *   npm run build && node dist/scripts/update-amd-names.js /usr/share/libdrm/amdgpu.ids 2.4.134
 *
 * The table comes with the package libdrm-common (Debian, Ubuntu) or libdrm; the version is libdrm's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { amdNamesFile } from './names/amd.js';
import { writeNamesFile } from './names/file.js';

const target = join(import.meta.dirname, '../../src/readers/gpu/amd/names.json');

const [source, version] = process.argv.slice(2);
if (source === undefined || version === undefined) {
  process.stderr.write('usage: update-amd-names.js <amdgpu.ids> <version of libdrm>\n');
  process.exit(2);
}
const file = amdNamesFile(readFileSync(source, 'utf8'), version);
await writeNamesFile(target, file);
process.stdout.write(`${target}: ${Object.keys(file.names).length} devices\n`);
