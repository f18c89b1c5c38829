import { increaseOf, ratioOf } from '../../../parsers/arithmetic.js';
import type { IntelCard } from './card.js';
import type { IntelCounters } from './values.js';

/** What two readings of a card's counters tell; null without the first, or where a counter went backwards. */
export function intelRates(before: IntelCounters | undefined, now: IntelCounters): Partial<IntelCard> {
  if (before === undefined || now.at <= before.at) return {};
  const passed = now.at - before.at;
  const busy = new Map<string, number>();
  for (const [part, idle] of now.idle) {
    const earlier = before.idle.get(part);
    if (earlier === undefined || idle < earlier) continue;
    busy.set(part, (100 * Math.max(0, passed - (idle - earlier))) / passed);
  }
  return {
    watts: watts(before, now, passed / 1000),
    mediaPercent: now.media === null ? null : (busy.get(now.media) ?? null),
    ...(busy.size === 0
      ? {}
      : { usagePercent: Math.max(...busy.values()), usageSource: 'idle residency' as const }),
  };
}

function watts(before: IntelCounters, now: IntelCounters, seconds: number): number | null {
  if (before.energy?.sensor !== now.energy?.sensor) return null;
  return ratioOf(increaseOf(before.energy?.joules ?? null, now.energy?.joules ?? null), seconds);
}
