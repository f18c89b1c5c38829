import type { Clock } from '../../clock.js';
import type { GpuCard } from './card.js';

/** How long a counter of energy may stand still while its card draws power, ms: the slowest are written once a second. */
const longestStand = 10_000;

interface Stand {
  joules: number;
  /** Since when it has had this value while the card draws power, ms of the monotonic clock. */
  since: number;
}

/** Gives a card without its counter of energy where that stands still while the card draws power: it counts nothing. */
export function withoutStandingCounter(clock: Clock): <C extends GpuCard>(card: C) => C {
  const stands = new Map<string, Stand>();
  return (card) => {
    const { id, joules, watts } = card;
    const now = clock.monotonic();
    const before = stands.get(id);
    if (joules === null) return card;
    if (before?.joules !== joules || watts === null || watts <= 0) {
      stands.set(id, { joules, since: now });
      return card;
    }
    const stood = now - before.since;
    if (stood < longestStand) return card;
    const words = `it has stood still for ${Math.round(stood / 1000)} s while the card draws ${watts} W`;
    const reason = `energy_joules ${joules} J: ${words}`;
    return { ...card, joules: null, implausible: [...card.implausible, { field: 'energy_joules', reason }] };
  };
}
