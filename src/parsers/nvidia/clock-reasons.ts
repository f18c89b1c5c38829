import type { ThrottleClass, ThrottleReason } from '../throttle-reason.js';

/** nvml.h, `nvmlClocksEventReason*`: one bit a reason. */
const reasons: readonly [bigint, ThrottleClass, string][] = [
  [0x2n, 'setting', 'applications clocks setting'],
  [0x4n, 'power', 'software power cap'],
  // Heat, power or the brake of the power supply; newer drivers say which with a bit more.
  [0x8n, 'other', 'hardware slowdown'],
  [0x10n, 'setting', 'sync boost'],
  [0x20n, 'heat', 'software thermal slowdown'],
  [0x40n, 'heat', 'hardware thermal slowdown'],
  [0x80n, 'power', 'hardware power brake'],
  [0x100n, 'setting', 'display clock setting'],
];
/** The card rests: nothing holds it back. */
const idle = 0x1n;
const known = reasons.reduce((all, [bit]) => all | bit, idle);

/**
 * Why a card's clocks are held down, from the bit set that `clocks_event_reasons.active` shows in hexadecimal; empty
 * when they are not, null when the text is no such set.
 */
export function parseNvidiaClockReasons(text: string): ThrottleReason[] | null {
  if (!/^0x[\da-f]{1,16}$/i.test(text)) return null;
  const bits = BigInt(text);
  const named = reasons
    .filter(([bit]) => (bits & bit) !== 0n)
    .map(([, kind, reason]): ThrottleReason => ({ class: kind, reason }));
  const others = bits & ~known;
  return others === 0n ? named : [...named, { class: 'other', reason: `other (0x${others.toString(16)})` }];
}
