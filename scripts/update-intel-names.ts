/**
 * Writes src/readers/gpu/intel/names.ts from the PCI ID database.
 *
 *   npm run build && node dist/scripts/update-intel-names.js /usr/share/misc/pci.ids
 *
 * The database comes with the package pci.ids (Debian, Ubuntu) or hwdata, or from https://pci-ids.ucw.cz/.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parsePciIds } from '../src/parsers/pci/ids.js';

const target = join(import.meta.dirname, '../../src/readers/gpu/intel-names.ts');

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: update-intel-names.js <pci.ids>\n');
  process.exit(2);
}

/** What the database says of a device does not tell that it is a GPU, but its name does. */
const graphics =
  /graphics|\barc\b|\biris\b|\bUHD\b|data center gpu|ponte vecchio|battlemage|alchemist|\bDG[12]\b|arctic sound/i;
const others =
  /audio|bridge|root port|switch|memory controller|\bhub\b|thermal|DRAM|agp|host|port|aperture|smbus/i;

const text = readFileSync(source, 'utf8');
const version = /^#\s+Version: ([\d.]+)/m.exec(text)?.[1] ?? 'of an unknown version';
const devices = parsePciIds(text, '8086').filter(({ name }) => graphics.test(name) && !others.test(name));
if (devices.length < 200)
  throw new Error(`${source} has only ${devices.length} Intel GPUs: not the whole database`);

/** The product stands in brackets behind the chip's own name. */
const product = (name: string) =>
  `Intel ${(/\[([^\]]+)\]/.exec(name)?.[1] ?? name).replace(/^Intel\s+/i, '')}`;
const table = Object.fromEntries(devices.map(({ id, name }) => [id, product(name)]));

const header = `/**
 * Written by scripts/update-intel-names.ts; do not edit.
 *
 * Product names of Intel GPUs from the PCI ID database ${version} (https://pci-ids.ucw.cz/), copyright Martin Mares
 * and Albert Pool, which may be distributed under the 3-clause BSD license or the GNU General Public License,
 * version 2 or later. It is used here under the former:
 *
 * Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
 * following conditions are met: 1. Redistributions of source code must retain the above copyright notice, this list
 * of conditions and the following disclaimer. 2. Redistributions in binary form must reproduce the above copyright
 * notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided
 * with the distribution. 3. Neither the name of the copyright holder nor the names of its contributors may be used
 * to endorse or promote products derived from this software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
 * INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
 * SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
 * WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE
 * USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */

/** Names by PCI device id, four lower-case hexadecimal digits. */
export const intelNames: Readonly<Record<string, string>> = `;

const options = (await resolveConfig(target)) ?? {};
writeFileSync(
  target,
  await format(`${header}${JSON.stringify(table)};\n`, { ...options, parser: 'typescript' }),
);
process.stdout.write(`${target}: ${devices.length} devices\n`);
