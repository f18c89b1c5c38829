/** One place where two bodies differ: `interfaces[eth0].mtu`. What is missing is undefined. */
export interface Difference {
  place: string;
  before: unknown;
  after: unknown;
}

/**
 * Every place where `after` differs from `before`. Entries of lists go by what they are called, not by where they
 * stand, so that one the less is one difference.
 */
export function differences(before: unknown, after: unknown, place = ''): Difference[] {
  if (Object.is(before, after)) return [];
  const [parts, others] = [partsOf(before), partsOf(after)];
  if (parts === null || others === null) return [{ place, before, after }];
  const keys = new Set([...parts.keys(), ...others.keys()]);
  return [...keys].flatMap((key) => differences(parts.get(key), others.get(key), place + key));
}

/** What stands at a place of a body, written as in a difference; undefined where nothing does. */
export function valueAt(body: unknown, place: string): unknown {
  const steps = `.${place}`.match(/\.[^.[]+|\[[^\]]*\]/g) ?? [];
  return steps.reduce((value, step) => partsOf(value)?.get(step), body);
}

/** Fields and entries by how a place goes on with them; null for what has none. */
function partsOf(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) {
    return new Map(value.map((entry: unknown, index) => [`[${keyOf(entry) ?? index}]`, entry]));
  }
  if (!isRecord(value)) return null;
  return new Map(Object.entries(value).map(([name, field]) => [`.${name}`, field]));
}

/** What entries are called, the most telling first. */
const names = ['id', 'pid', 'name', 'mount_point', 'reason', 'terminal'];

function keyOf(entry: unknown): string | null {
  if (typeof entry === 'string') return entry;
  if (!isRecord(entry)) return null;
  const name = names.find((one) => typeof entry[one] === 'string' || typeof entry[one] === 'number');
  return name === undefined ? null : String(entry[name]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
