import type { FormatName } from '../../../src/exposition/format.js';
import { preferredType } from '../../core/http/accept.js';

const openMetrics = {
  type: 'application/openmetrics-text',
  // 0.0.1 is that of its drafts.
  versions: ['1.0.0', '0.0.1'],
  byNameOnly: true,
} as const;
const prometheus = { type: 'text/plain', versions: ['0.0.4'] } as const;

/**
 * The format that an `Accept` header prefers, of a tie the one it lists first. Who accepts neither gets Prometheus's
 * text: browsers can show it.
 */
export function formatFor(accept: string | undefined): FormatName {
  const wanted = preferredType(accept, [openMetrics, prometheus]);
  return wanted === openMetrics.type ? 'openmetrics' : 'prometheus';
}
