/**
 * Writes the tables of routes and settings into README.md, those of metrics into docs/metrics.md and that of fields
 * into docs/contract/names.md, from the code itself, or with `--check` fails when they are out of step.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settingRows } from '../src/settings/command.js';
import type { Document } from './contract/document.js';
import { fieldsTable } from './fields-table.js';
import { openApiDocument } from './openapi-document.js';

const { document, yaml, metrics } = await openApiDocument();
const { schemas } = (parse(yaml) as Document).components;

for (const [name, tables] of [
  ['README.md', { routes: routeTable(), settings: settingTable() }],
  ['docs/metrics.md', { metrics }],
  ['docs/contract/names.md', { fields: fieldsTable(schemas) }],
] as const) {
  const file = join(import.meta.dirname, '../..', name);
  const before = readFileSync(file, 'utf8');
  const after = Object.entries(tables).reduce((text, [mark, table]) => replaced(text, mark, table), before);
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after === before) console.log(`${name}'s tables are in step with the code`);
  else {
    console.error(`${name}'s tables are not what the code says; run: npm run openapi`);
    process.exitCode = 1;
  }
}

function routeTable(): string {
  const rows = Object.entries(document.paths ?? {}).map(([path, operations]) => {
    const { summary = '' } = (operations as { get?: { summary?: string } }).get ?? {};
    return `| \`GET ${path}\` | ${summary} |`;
  });
  const documents = ['| `GET /openapi.json`, `/openapi.yaml` | The OpenAPI document |'];
  return ['| route | answers |', '|---|---|', ...rows, ...documents].join('\n');
}

function settingTable(): string {
  const rows = settingRows().map(
    ({ variable, option, default: value, description }) =>
      `| \`${variable}\` | ${option === null ? '–' : `\`${option}\``} | ${value === '' ? '–' : `\`${value}\``} | ${description} |`,
  );
  return ['| variable | option | default | |', '|---|---|---|---|', ...rows].join('\n');
}

/** `text` with what stands between the marks of `name` replaced. */
function replaced(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  return text.replace(
    marks,
    (_, open: string, close: string) =>
      `${open}\n<!-- prettier-ignore-start -->\n${content}\n<!-- prettier-ignore-end -->\n\n${close}`,
  );
}
