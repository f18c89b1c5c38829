import type { Card } from './card.js';
import { sentence } from './format.js';
import { lagText } from './states.js';
import type { Stats } from './stats.js';
import type { Timeline } from './timeline.js';

/** A part of the page that shows one domain. */
export interface Section {
  update: (stats: Stats) => void;
  draw: (timeline: Timeline) => void;
}

/**
 * The body of a domain when there is one; else its card says why, as `problems` tells. A reading that is much older
 * than its frame is marked.
 */
export function shownBody<K extends 'cpu' | 'memory' | 'disk' | 'gpu' | 'network' | 'ollama'>(
  stats: Stats,
  domain: K,
  shown: Card,
): Stats[K] {
  const body = stats[domain];
  shown.showContent(body !== null);
  const problem = stats.problems.find((one) => one.domain === domain);
  shown.trouble(body === null ? `No values. ${sentence(problem?.detail ?? 'It could not be read')}` : null);
  const lag = body === null ? null : lagText(body.sampled_at, stats.sampled_at);
  shown.badge(
    body === null
      ? { word: 'not read', tone: 'bad', meaning: '' }
      : lag === null
        ? null
        : { word: lag, tone: 'warning', meaning: '' },
  );
  return body;
}
