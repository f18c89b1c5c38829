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

function watts(
  { energy: earlier }: IntelCounters,
  { energy }: IntelCounters,
  seconds: number,
): number | null {
  if (earlier === null || energy?.sensor !== earlier.sensor) return null;
  return energy.joules < earlier.joules ? null : (energy.joules - earlier.joules) / seconds;
}
