/**
 * Writes openapi.yaml from the routes' own schemas, and the types of the client from that; with `--check` fails
 * when a committed file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './client-types.js';
import { openApiDocument } from './openapi-document.js';

const root = join(import.meta.dirname, '../..');
const { yaml } = await openApiDocument();
const files = { 'openapi.yaml': yaml, 'src/client/api.ts': await clientTypes(yaml) };

for (const [file, content] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, file), content);
    console.log(`${file} is written`);
  } else if (readFileSync(join(root, file), 'utf8') === content) {
    console.log(`${file} is in step with the code`);
  } else {
    console.error(`${file} is not what the code documents; run: npm run openapi`);
    process.exitCode = 1;
  }
}
