import type { FormatName } from './format.js';

interface Range {
  type: string;
  version: string | null;
  quality: number;
}

/**
 * The format that an `Accept` header prefers (RFC 9110 section 12.5.1): the greater q-value wins, and of a tie
 * OpenMetrics, which says more. Who accepts neither gets Prometheus's text: browsers can show it.
 */
export function formatFor(accept: string | undefined): FormatName {
  if (accept === undefined) return 'prometheus';
  const ranges = accept.split(',').map(parseRange);
  const openMetrics = quality(ranges, openMetricsMatch);
  const named = ranges.some((range) => openMetricsMatch(range) > 2 && range.quality > 0);
  // By a wildcard alone nobody says that he understands OpenMetrics.
  return named && openMetrics >= quality(ranges, textMatch) ? 'openmetrics' : 'prometheus';
}

/** The q-value that the most specific matching range gives; 0 when none matches. */
function quality(ranges: Range[], match: (range: Range) => number): number {
  let best = { specificity: 0, quality: 0 };
  for (const range of ranges) {
    const specificity = match(range);
    const isBetter =
      specificity === best.specificity ? range.quality > best.quality : specificity > best.specificity;
    if (specificity > 0 && isBetter) best = { specificity, quality: range.quality };
  }
  return best.quality;
}

/** How specifically a range means OpenMetrics 1.0, 0 when not at all. Version 0.0.1 is that of its drafts. */
function openMetricsMatch({ type, version }: Range): number {
  if (type === 'application/openmetrics-text') {
    if (version === null) return 3;
    return version === '1.0.0' || version === '0.0.1' ? 4 : 0;
  }
  return type === 'application/*' ? 2 : type === '*/*' ? 1 : 0;
}

function textMatch({ type, version }: Range): number {
  if (type === 'text/plain') return version === null ? 3 : version === '0.0.4' ? 4 : 0;
  return type === 'text/*' ? 2 : type === '*/*' ? 1 : 0;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string) =>
    parameters
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replace(/^"(.*)"$/, '$1') ?? null;
  const given = parameter('q');
  const quality = given === null ? 1 : Number(given);
  return { type, version: parameter('version'), quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
