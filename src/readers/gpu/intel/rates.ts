import { increaseOf, ratioOf } from '../../../parsers/arithmetic.js';
import type { IntelCard } from './card.js';
import type { IntelCounters, IntelPartCounters } from './values.js';

/** What two readings of a card's counters tell; null without the first, or where a counter went backwards. */
export function intelRates(before: IntelCounters | undefined, now: IntelCounters): Partial<IntelCard> {
  if (before === undefined || now.at <= before.at) return {};
  const passed = now.at - before.at;
  const parts = now.parts.map((part) => ({
    isMedia: part.isMedia,
    percent: busyPercent(
      before.parts.find(({ folder }) => folder === part.folder),
      part,
      passed,
    ),
  }));
  return {
    watts: watts(before, now, passed / 1000),
    mediaPercent: parts.find(({ isMedia }) => isMedia)?.percent ?? null,
    ...usageOf(parts),
  };
}

/** That of the busiest part; not known while one that draws and computes does not tell. */
function usageOf(parts: { isMedia: boolean; percent: number | null }[]): Partial<IntelCard> {
  if (parts.some(({ isMedia, percent }) => !isMedia && percent === null)) return {};
  const known = parts.map(({ percent }) => percent).filter((percent) => percent !== null);
  return known.length === 0 ? {} : { usagePercent: Math.max(...known), usageSource: 'idle residency' };
}

/** A part whose clock stands and that was never idle all the same does not count its idle time. */
function busyPercent(
  earlier: IntelPartCounters | undefined,
  { idle, isResting }: IntelPartCounters,
  passed: number,
): number | null {
  if (earlier === undefined || earlier.idle === null || idle === null || idle < earlier.idle) return null;
  if (idle === earlier.idle && isResting && earlier.isResting) return null;
  return (100 * Math.max(0, passed - (idle - earlier.idle))) / passed;
}

function watts(before: IntelCounters, now: IntelCounters, seconds: number): number | null {
  if (before.energy?.sensor !== now.energy?.sensor) return null;
  return ratioOf(increaseOf(before.energy?.joules ?? null, now.energy?.joules ?? null), seconds);
}
