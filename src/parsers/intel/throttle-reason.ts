import type { ThrottleClass, ThrottleReason } from '../throttle-reason.js';

const words = new Map([
  ['pl1', 'sustained power limit'],
  ['pl2', 'burst power limit'],
  ['pl4', 'peak current limit'],
  ['thermal', 'temperature'],
  ['prochot', 'the processor is too hot'],
  ['ratl', 'average temperature limit'],
  ['vr_thermalert', 'temperature of the voltage regulator'],
  ['vr_tdc', 'current limit of the voltage regulator'],
]);

/** What names of reasons tell of what they come from; newer drivers have more of each kind (`soc_avg_thermal`, `psys_pl1`). */
const classes: readonly [RegExp, ThrottleClass][] = [
  [/therm|hot|ratl/, 'heat'],
  [/pl4|tdc|icc|vmode/, 'current'],
  [/pl\d|power|psys/, 'power'],
];

/**
 * The reason that a throttle file of i915 (`throttle_reason_pl1`) or xe (`reason_pl1`) is about
 * (https://docs.kernel.org/admin-guide/abi-testing.html, sysfs-driver-intel-xe); one that is not known is given as
 * it is, without underscores. Null for `status`, which only says whether there is any reason, and for other files.
 */
export function parseIntelThrottleReason(file: string): ThrottleReason | null {
  const name = /^(?:throttle_)?reason_(\w+)$/.exec(file)?.[1];
  if (name === undefined || name === 'status') return null;
  const [, kind = 'other'] = classes.find(([pattern]) => pattern.test(name)) ?? [];
  return { class: kind, reason: words.get(name) ?? name.replaceAll('_', ' ') };
}
