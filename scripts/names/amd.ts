import { parseAmdgpuIds } from '../../src/parsers/amd/gpu-ids.js';
import type { NamesFile } from './file.js';

/** Fewer products than any release of libdrm had in years: the text was cut off. */
const fewest = 400;

/**
 * The names of AMD's graphics cards in `amdgpu.ids` of this version of libdrm, by PCI device id and revision. Throws
 * when the text is not the whole file.
 */
export function amdNamesFile(
  text: string,
  version: string,
): NamesFile<Record<string, Record<string, string>>> {
  const ids = parseAmdgpuIds(text);
  if (ids.length < fewest) throw new Error(`only ${ids.length} products: not the whole amdgpu.ids`);
  const names: Record<string, Record<string, string>> = {};
  for (const { device, revision, name } of ids) (names[device] ??= {})[revision] = name;
  return { about, version: `libdrm ${version}`, license, names };
}

const about =
  'Product names of AMD graphics cards from data/amdgpu.ids of libdrm ' +
  '(https://gitlab.freedesktop.org/mesa/libdrm), by PCI device id and revision in upper-case hexadecimal digits. ' +
  'Written by scripts/update-amd-names.ts; do not edit.';

const license = [
  'MIT License',
  'Copyright 2014-2024 Advanced Micro Devices, Inc.',
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and ' +
    'associated documentation files (the "Software"), to deal in the Software without restriction, including ' +
    'without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell ' +
    'copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the ' +
    'following conditions:',
  'The above copyright notice and this permission notice shall be included in all copies or substantial ' +
    'portions of the Software.',
  'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT ' +
    'LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN ' +
    'NO EVENT SHALL THE COPYRIGHT HOLDER(S) OR AUTHOR(S) BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, ' +
    'WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE ' +
    'SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.',
];
