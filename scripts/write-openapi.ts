/**
 * Writes openapi.yaml from the routes' own schemas, or with `--check` fails when the committed file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openapi-document.js';

const file = join(import.meta.dirname, '../../openapi.yaml');
const { yaml } = await openApiDocument();

if (!process.argv.includes('--check')) {
  writeFileSync(file, yaml);
  console.log('openapi.yaml is written');
} else if (readFileSync(file, 'utf8') === yaml) {
  console.log('openapi.yaml is in step with the code');
} else {
  console.error('openapi.yaml is not what the code documents; run: npm run openapi');
  process.exitCode = 1;
}
