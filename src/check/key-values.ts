/** What is not a value of the machine, or stands in a column of its own. */
const aside = new Set([
  'vendor',
  'state',
  'source',
  'reason',
  'remedy',
  'sampled_at',
  'available',
  'version',
]);

/** The first known values of a body with their names: plain ones, and the lengths of lists. */
export function keyValues(body: object, most = 4): string {
  const shown = Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    if (aside.has(name)) return [];
    // What was told and cannot be is mostly nothing.
    if (name === 'implausible' && Array.isArray(value) && value.length === 0) return [];
    if (Array.isArray(value)) return [`${name}: ${value.length}`];
    return isPlain(value) ? [`${name} ${String(value)}`] : [];
  });
  return shown.slice(0, most).join(', ');
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
