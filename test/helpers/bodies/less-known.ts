/**
 * Where `told` says anything else than `whole` says, other than that it does not know: each place with both values.
 * A value may become null, an entry may be missing from a list, and a reason may appear where there was none.
 */
export function lessKnown(whole: unknown, parsed: unknown, place = ''): string[] {
  if (parsed === null || parsed === undefined || Object.is(whole, parsed)) return [];
  if (/\.(?:reason|remedy)$/.test(place) && whole === null) return [];
  if (Array.isArray(whole) && Array.isArray(parsed)) return lessListed(whole, parsed, place);
  if (isRecord(whole) && isRecord(parsed)) {
    return Object.entries(parsed).flatMap(([name, value]) =>
      lessKnown(whole[name], value, `${place}.${name}`),
    );
  }
  return [`${place}: ${JSON.stringify(whole)} → ${JSON.stringify(parsed)}`];
}

function lessListed(whole: unknown[], parsed: unknown[], place: string): string[] {
  if (parsed.length === whole.length) {
    return parsed.flatMap((entry, index) => lessKnown(whole[index], entry, `${place}[${index}]`));
  }
  const isListed = (entry: unknown) => whole.some((one) => lessKnown(one, entry).length === 0);
  return parsed.filter((entry) => !isListed(entry)).map((entry) => `${place}: new ${JSON.stringify(entry)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
