import { roundedOrNull } from '../../core/domain/rounding.js';
import { cardGauge, ratio } from './measures.js';
import { field } from './row.js';

/** How busy the video engine was of a card on which one engine encodes and decodes. */
export const mediaField = field(
  (card: { mediaPercent: number | null }) => roundedOrNull(card.mediaPercent, 2),
  {
    metric: cardGauge(
      'sysmon_gpu_media_ratio',
      'Share of the time in which the engine was busy that both encodes and decodes video.',
      (card) => ratio(card.mediaPercent),
    ),
  },
);
