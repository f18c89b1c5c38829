import { readFileSync } from 'node:fs';

/** The fenced code blocks of a page, with the example's address and key replaced by those of a real service. */
export function snippetsOf(file, { url, key }) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((found) => ({
    language: found[1],
    place: text.slice(0, found.index).split('\n').length,
    code: found[2].replaceAll('http://gpu-box:5000', url).replaceAll('sysmon_your-key', key),
  }));
}
