const unitMilliseconds: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as people write it: "500ms", "1s", "2m", "24h", "7d"; a bare number is seconds. In ms, else null. */
export function parseDuration(text: string): number | null {
  const [, digits, unit = 's'] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  const milliseconds = unitMilliseconds[unit];
  return digits === undefined || milliseconds === undefined ? null : Number(digits) * milliseconds;
}
