import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { amdNamesFile } from '../../../scripts/names/amd.js';
import { writeNamesFile } from '../../../scripts/names/file.js';
import present from '../../../src/readers/gpu/amd/names.json' with { type: 'json' };

const source = join(import.meta.dirname, '../../../../src/readers/gpu/amd/names.json');

/** The table of libdrm that holds these names. */
function amdgpuIds(names: Record<string, Record<string, string>>): string {
  const lines = Object.entries(names).flatMap(([device, revisions]) =>
    Object.entries(revisions).map(([revision, name]) => `${device},\t${revision},\t${name}`),
  );
  return `# List of AMDGPU IDs\n\n1.0.0\n${lines.join('\n')}\n`;
}

t.test('the table of the present names gives the present file, byte by byte', async (t) => {
  const path = join(t.testdir(), 'names.json');
  const version = present.version.replace('libdrm ', '');
  await writeNamesFile(path, amdNamesFile(amdgpuIds(present.names), version));
  t.equal(readFileSync(path, 'utf8'), readFileSync(source, 'utf8'));
});

t.test('a table that was cut off is refused', (t) => {
  const text = amdgpuIds(present.names);
  t.throws(() => amdNamesFile(text.slice(0, text.length / 2), '2.4.134'), /not the whole amdgpu\.ids/);
  t.throws(() => amdNamesFile('', '2.4.134'), /only 0 products/);
  t.end();
});
