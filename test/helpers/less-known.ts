/**
 * Where `told` says anything else than `whole` says, other than that it does not know: each place with both values.
 * A value may become null, an entry may be missing from a list, and a reason may appear where there was none.
 */
export function lessKnown(whole: unknown, told: unknown, place = ''): string[] {
  if (told === null || told === undefined || Object.is(whole, told)) return [];
  if (/\.(?:reason|remedy)$/.test(place) && whole === null) return [];
  if (Array.isArray(whole) && Array.isArray(told)) return lessListed(whole, told, place);
  if (isRecord(whole) && isRecord(told)) {
    return Object.entries(told).flatMap(([name, value]) => lessKnown(whole[name], value, `${place}.${name}`));
  }
  return [`${place}: ${JSON.stringify(whole)} → ${JSON.stringify(told)}`];
}

function lessListed(whole: unknown[], told: unknown[], place: string): string[] {
  if (told.length === whole.length) {
    return told.flatMap((entry, index) => lessKnown(whole[index], entry, `${place}[${index}]`));
  }
  const isListed = (entry: unknown) => whole.some((one) => lessKnown(one, entry).length === 0);
  return told.filter((entry) => !isListed(entry)).map((entry) => `${place}: new ${JSON.stringify(entry)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
