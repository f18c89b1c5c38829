import type { Family, Metric, Sample } from './metric.js';

/** The lines of one family's values, which are the same in every format. */
export interface FamilyText {
  readonly metric: Metric;
  /** Never empty; ends with a line break. */
  readonly lines: string;
}

/** The values of families as lines. A family without a known value is left out. */
export function familyTexts(families: readonly Family[]): FamilyText[] {
  return families
    .map((family) => ({ metric: family.metric, lines: linesOf(family) }))
    .filter(({ lines }) => lines !== '');
}

function linesOf({ metric: { name, labels }, samples }: Family): string {
  let lines = '';
  // A series that stands twice in one answer would cost the collector the whole answer: the first counts.
  const series = new Set<string>();
  for (const sample of samples) {
    const [value] = sample;
    if (value === null) continue;
    const labelled = labels.length === 0 ? name : `${name}{${labelText(labels, sample)}}`;
    if (series.has(labelled)) continue;
    series.add(labelled);
    lines += `${labelled} ${numberText(value)}\n`;
  }
  return lines;
}

/** The labels of a sample stand after its value. */
function labelText(names: readonly string[], sample: Sample): string {
  let text = '';
  for (let index = 0; index < names.length; index += 1) {
    const value = sample[index + 1];
    const shown = typeof value === 'string' ? escaped(value) : '';
    text += `${index === 0 ? '' : ','}${names[index] ?? ''}="${shown}"`;
  }
  return text;
}

function escaped(value: string): string {
  if (!/[\\"\n]/.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
