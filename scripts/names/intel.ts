import { parsePciIds } from '../../src/parsers/pci/ids.js';
import type { NamesFile } from './file.js';

/** Fewer GPUs than any database had in years: the text was cut off. */
const fewest = 200;

/** What the database says of a device does not tell that it is a GPU, but its name does. */
const graphics =
  /graphics|\barc\b|\biris\b|\bUHD\b|data center gpu|ponte vecchio|battlemage|alchemist|\bDG[12]\b|arctic sound/i;
const others =
  /audio|bridge|root port|switch|memory controller|\bhub\b|thermal|DRAM|agp|host|port|aperture|smbus/i;

/** The names of Intel's GPUs in `pci.ids`, by PCI device id. Throws when the text is not the whole file. */
export function intelNamesFile(text: string): NamesFile<Record<string, string>> {
  const devices = parsePciIds(text, '8086').filter(({ name }) => graphics.test(name) && !others.test(name));
  if (devices.length < fewest) throw new Error(`only ${devices.length} Intel GPUs: not the whole database`);
  const version = /^#\s+Version: ([\d.]+)/m.exec(text)?.[1] ?? 'unknown';
  const names = Object.fromEntries(devices.map(({ id, name }) => [id, product(name)]));
  return { about, version, license, names };
}

/** The product stands in brackets behind the chip's own name. */
function product(name: string): string {
  return `Intel ${(/\[([^\]]+)\]/.exec(name)?.[1] ?? name).replace(/^Intel\s+/i, '')}`;
}

const about =
  'Product names of Intel GPUs from the PCI ID database (https://pci-ids.ucw.cz/), by PCI device id in four ' +
  'lower-case hexadecimal digits. Written by scripts/update-intel-names.ts; do not edit.';

const license = [
  'Copyright Martin Mares and Albert Pool. The database may be distributed under the 3-clause BSD license or the GNU ' +
    'General Public License, version 2 or later. It is used here under the former:',
  'Redistribution and use in source and binary forms, with or without modification, are permitted provided ' +
    'that the following conditions are met: 1. Redistributions of source code must retain the above copyright ' +
    'notice, this list of conditions and the following disclaimer. 2. Redistributions in binary form must ' +
    'reproduce the above copyright notice, this list of conditions and the following disclaimer in the ' +
    'documentation and/or other materials provided with the distribution. 3. Neither the name of the ' +
    'copyright holder nor the names of its contributors may be used to endorse or promote products derived ' +
    'from this software without specific prior written permission.',
  'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED ' +
    'WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A ' +
    'PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ' +
    'ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT ' +
    'LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS ' +
    'INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR ' +
    'TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ' +
    'ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.',
];
