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

/**
 * The name of a throttle file of i915 (`throttle_reason_pl1`) or xe (`reason_pl1`) in words
 * (https://docs.kernel.org/admin-guide/abi-testing.html, sysfs-driver-intel-xe); one that is not known is given as
 * it is, without underscores. Null for `status`, which only says whether there is any reason, and for other files.
 */
export function parseIntelThrottleReason(file: string): string | null {
  const reason = /^(?:throttle_)?reason_(\w+)$/.exec(file)?.[1];
  if (reason === undefined || reason === 'status') return null;
  return words.get(reason) ?? reason.replaceAll('_', ' ');
}
