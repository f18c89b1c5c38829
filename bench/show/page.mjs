import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { picture } from './picture.mjs';
import { aimColumns, aimRows } from './tables.mjs';

const pagePath = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const picturePath = fileURLToPath(new URL('../../docs/benchmarks.svg', import.meta.url));

/** Writes what the parts found into docs/benchmarks.md, each into its own place; the picture where it can be drawn. */
export async function writePage(results) {
  let text = readFileSync(pagePath, 'utf8');
  for (const [name, result] of Object.entries(results)) text = withPart(text, name, partLines(result));
  const options = await prettier.resolveConfig(pagePath);
  writeFileSync(pagePath, await prettier.format(text, { ...options, parser: 'markdown' }));
  const drawn = picture(results);
  if (drawn !== null) writeFileSync(picturePath, drawn);
}

function partLines({ machine, notes, tables, aims }) {
  const found = aims.length === 0 ? [] : [...table(aimColumns, aimRows([{ aims }])), ''];
  const others = tables.flatMap(({ name, columns, rows }) => [
    ...(name === undefined ? [] : [`${name}:`, '']),
    ...table(columns, rows),
    '',
  ]);
  return [`Measured: ${machine}. ${notes.join(' ')}`, '', ...found, ...others];
}

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map((_, place) => (place === 0 ? '---' : '--:'))), ...rows.map(line)];
}

function withPart(text, name, lines) {
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`${pagePath} has no place for ${name}`);
  return `${text.slice(0, start + from.length)}\n\n${lines.join('\n')}\n${text.slice(end)}`;
}
