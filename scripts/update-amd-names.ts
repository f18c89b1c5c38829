/**
 * Writes src/readers/gpu/amd/names.ts from libdrm's table of products.
 *
 *   npm run build && node dist/scripts/update-amd-names.js /usr/share/libdrm/amdgpu.ids 2.4.134
 *
 * The table comes with the package libdrm-common (Debian, Ubuntu) or libdrm; the version is libdrm's.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parseAmdgpuIds } from '../src/parsers/amd/gpu-ids.js';

const target = join(import.meta.dirname, '../../src/readers/gpu/amd-names.ts');

const [source, version] = process.argv.slice(2);
if (source === undefined || version === undefined) {
  process.stderr.write('usage: update-amd-names.js <amdgpu.ids> <version of libdrm>\n');
  process.exit(2);
}

const ids = parseAmdgpuIds(readFileSync(source, 'utf8'));
if (ids.length < 400) throw new Error(`${source} has only ${ids.length} products: not the whole amdgpu.ids`);

const table: Record<string, Record<string, string>> = {};
for (const { device, revision, name } of ids) (table[device] ??= {})[revision] = name;

const header = `/**
 * Written by scripts/update-amd-names.ts; do not edit.
 *
 * Product names of AMD graphics cards from data/amdgpu.ids of libdrm ${version}
 * (https://gitlab.freedesktop.org/mesa/libdrm), which is under the MIT license:
 *
 * Copyright 2014-2024 Advanced Micro Devices, Inc.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation
 * the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
 * to permit persons to whom the Software is furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all copies or substantial portions of
 * the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
 * THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * COPYRIGHT HOLDER(S) OR AUTHOR(S) BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
 * CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
 * DEALINGS IN THE SOFTWARE.
 */

/** Names by PCI device id and revision, in upper-case hexadecimal digits. */
export const amdNames: Readonly<Record<string, Readonly<Record<string, string>>>> = `;

const options = (await resolveConfig(target)) ?? {};
writeFileSync(
  target,
  await format(`${header}${JSON.stringify(table)};\n`, { ...options, parser: 'typescript' }),
);
process.stdout.write(`${target}: ${ids.length} products of ${Object.keys(table).length} devices\n`);
