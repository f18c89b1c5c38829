// Says which links of the Markdown files below a folder lead to no file there; exit code 1 when there are any.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = process.argv[2] ?? '.';
const pages = readdirSync(root, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules'));
let links = 0;
const dead = [];
for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/```[^]*?```/g, '');
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(?:[a-z]+:|#)/.test(target)) continue;
    links += 1;
    if (!existsSync(join(root, dirname(page), target.split('#', 1)[0]))) dead.push(`${page}: ${target}`);
  }
}
console.log(dead.length === 0 ? `${links} links in ${pages.length} pages` : dead.join('\n'));
process.exitCode = dead.length === 0 && links > 0 ? 0 : 1;
