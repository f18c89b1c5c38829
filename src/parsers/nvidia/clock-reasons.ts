/** nvml.h, `nvmlClocksEventReason*`: one bit a reason. */
const reasons: readonly [bigint, string][] = [
  [0x1n, 'GPU idle'],
  [0x2n, 'applications clocks setting'],
  [0x4n, 'software power cap'],
  [0x8n, 'hardware slowdown'],
  [0x10n, 'sync boost'],
  [0x20n, 'software thermal slowdown'],
  [0x40n, 'hardware thermal slowdown'],
  [0x80n, 'hardware power brake'],
  [0x100n, 'display clock setting'],
];
const known = reasons.reduce((all, [bit]) => all | bit, 0n);

/**
 * Why a card's clocks are held down, in words, from the bit set that `clocks_event_reasons.active` shows in
 * hexadecimal; empty when they are not, null when the text is no such set.
 */
export function parseNvidiaClockReasons(text: string): string[] | null {
  if (!/^0x[\da-f]{1,16}$/i.test(text)) return null;
  const bits = BigInt(text);
  const words = reasons.filter(([bit]) => (bits & bit) !== 0n).map(([, word]) => word);
  const others = bits & ~known;
  return others === 0n ? words : [...words, `other (0x${others.toString(16)})`];
}
