/** One value of Prometheus' text. */
export interface PrometheusSample {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
}

/** How many values are taken at most: who fills a page with endless ones costs no endless memory. */
const most = 10_000;

/**
 * The values of these names in Prometheus' text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), in their order. Lines that are none, and
 * values that are no finite number, are left out; times are not taken.
 */
export function parsePrometheusText(text: string, names: ReadonlySet<string>): PrometheusSample[] {
  const samples: PrometheusSample[] = [];
  for (let from = 0; from < text.length && samples.length < most;) {
    const next = text.indexOf('\n', from);
    const end = next === -1 ? text.length : next;
    const sample = sampleOf(text.slice(from, end), names);
    if (sample !== null) samples.push(sample);
    from = end + 1;
  }
  return samples;
}

function sampleOf(line: string, names: ReadonlySet<string>): PrometheusSample | null {
  const [name] = /^[a-zA-Z_:][\w:]*/.exec(line) ?? [''];
  if (!names.has(name)) return null;
  const braced = line.charAt(name.length) === '{';
  const found = braced
    ? labelsOf(line, name.length + 1)
    : { labels: new Map<string, string>(), end: name.length };
  if (found === null) return null;
  const [word = ''] = line.slice(found.end).trim().split(/\s/, 1);
  const value = /^[+-]?[\d.]/.test(word) ? Number(word) : NaN;
  return Number.isFinite(value) ? { name, labels: found.labels, value } : null;
}

/** The labels that begin at `from`, and where what follows their brace begins; null where they never end. */
function labelsOf(line: string, from: number): { labels: Map<string, string>; end: number } | null {
  const labels = new Map<string, string>();
  const label = /[\s,]*(?:([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"|(\}))/y;
  label.lastIndex = from;
  for (let match = label.exec(line); match !== null; match = label.exec(line)) {
    const [, name, value = ''] = match;
    if (name === undefined) return { labels, end: label.lastIndex };
    labels.set(
      name,
      value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character)),
    );
  }
  return null;
}
