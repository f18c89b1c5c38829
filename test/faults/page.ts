import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

const page = join(import.meta.dirname, '../../../docs/reliability.md');

/** Puts these lines into docs/reliability.md, in place of what stands between the marks of that name. */
export function writePart(name: 'machine' | 'sources' | 'process' | 'soak', lines: readonly string[]): void {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`${page} has no place for ${name}`);
  writeFileSync(page, `${text.slice(0, start + from.length)}\n\n${lines.join('\n')}\n\n${text.slice(end)}`);
}

/** On what it was measured, and when. */
export function measuredOn(): string {
  const day = new Date().toISOString().slice(0, 10);
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  return `${day}, Node ${process.versions.node}, Linux ${release()}, ${processor}, ${memory} GiB`;
}
