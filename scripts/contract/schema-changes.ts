import type { Schema } from './document.js';

/** What a client can no longer rely on, each in one line that begins with its place. */
export type Changes = string[];

/**
 * What of a value that the service sends breaks a client that was made for `from`: whatever may now be missing,
 * null, of another type or unit, or a word the client has never heard of. More fields, and tighter promises, do not.
 */
export function responseChanges(place: string, from: Schema, to: Schema): Changes {
  const [before, after] = [unwrapped(from), unwrapped(to)];
  if (before.$ref !== after.$ref) {
    return [`${place}: is ${named(after)} instead of ${named(before)}`];
  }
  return [
    ...typeChanges(place, before, after, 'may now be'),
    ...wordChanges(place, before.enum, after.enum, 'may now be'),
    ...sameness(place, before, after),
    ...looserBounds(before, after).map(
      (key) => `${place}: its ${key} was ${before[key]} and is ${after[key] ?? 'gone'}`,
    ),
    ...fieldChanges(place, before, after),
    ...nested(place, before, after, responseChanges),
  ];
}

/** What of a value that the service takes breaks a client: whatever it no longer takes. */
export function requestChanges(place: string, before: Schema, after: Schema): Changes {
  return [
    ...typeChanges(place, after, before, 'may no longer be'),
    ...wordChanges(place, after.enum, before.enum, 'may no longer be'),
    ...sameness(place, before, after),
    ...(before.pattern === after.pattern ? [] : [`${place}: must match another pattern`]),
    ...looserBounds(after, before).map((key) => `${place}: must now keep to ${key} ${after[key]}`),
    ...nested(place, before, after, requestChanges),
  ];
}

/** All of one alone is that one: a reference with a description of its own. */
function unwrapped(schema: Schema): Schema {
  const { allOf: [first, ...others] = [], ...rest } = schema;
  return first === undefined || others.length > 0 ? schema : { ...rest, ...first };
}

/** The types that `wide` has and `narrow` has not. */
function typeChanges(place: string, narrow: Schema, wide: Schema, words: string): Changes {
  const known = typesOf(narrow);
  if (known.length === 0) return [];
  const added = typesOf(wide).filter((type) => !known.includes(type) && !isWithin(type, known));
  if (typesOf(wide).length === 0) added.push('anything');
  return added.map((type) => `${place}: ${words} ${type}`);
}

function isWithin(type: string, known: string[]): boolean {
  return type === 'integer' && known.includes('number');
}

function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : [type].flat();
}

/** The words that `wide` has and `narrow` has not. */
function wordChanges(
  place: string,
  narrow: unknown[] | undefined,
  wide: unknown[] | undefined,
  words: string,
): Changes {
  if (narrow === undefined) return [];
  if (wide === undefined) return [`${place}: ${words} any word`];
  return wide
    .filter((word) => !narrow.includes(word))
    .map((word) => `${place}: ${words} ${JSON.stringify(word)}`);
}

/** What means something else as soon as it differs. */
function sameness(place: string, before: Schema, after: Schema): Changes {
  const stored = ['x-unit', 'format', 'const'] as const;
  return stored
    .filter((key) => before[key] !== undefined && before[key] !== after[key])
    .map((key) => `${place}: its ${key} is ${String(after[key])} instead of ${String(before[key])}`);
}

/** The bounds of `narrow` that `wide` does not keep. */
function looserBounds(narrow: Schema, wide: Schema) {
  const lower = ['minimum', 'minItems', 'minLength'] as const;
  const upper = ['maximum', 'maxItems', 'maxLength'] as const;
  return [
    ...lower.filter((key) => narrow[key] !== undefined && (wide[key] ?? -Infinity) < narrow[key]),
    ...upper.filter((key) => narrow[key] !== undefined && (wide[key] ?? Infinity) > narrow[key]),
  ];
}

function fieldChanges(place: string, before: Schema, after: Schema): Changes {
  const fields = Object.keys(before.properties ?? {});
  return fields.flatMap((field) => {
    if (after.properties?.[field] === undefined) return [`${place}.${field}: is gone`];
    const wasThere = before.required?.includes(field) === true;
    const isThere = after.required?.includes(field) === true;
    return wasThere && !isThere ? [`${place}.${field}: may now be missing`] : [];
  });
}

type Compare = (place: string, before: Schema, after: Schema) => Changes;

/** The same questions about everything inside. */
function nested(place: string, before: Schema, after: Schema, compare: Compare): Changes {
  const fields = Object.entries(before.properties ?? {}).flatMap(([field, schema]) => {
    const now = after.properties?.[field];
    return now === undefined ? [] : compare(`${place}.${field}`, schema, now);
  });
  const items = before.items === undefined ? [] : compare(`${place}[]`, before.items, after.items ?? {});
  const choices = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) =>
    choiceChanges(`${place} (${key})`, before[key], after[key], compare),
  );
  return [...fields, ...items, ...choices, ...openness(place, before, after)];
}

/** One choice more is one that no client handles; one less is one that a request may have used. */
function choiceChanges(
  place: string,
  before: Schema[] = [],
  after: Schema[] = [],
  compare: Compare,
): Changes {
  if (before.length !== after.length) {
    return [`${place}: has ${after.length} choices instead of ${before.length}`];
  }
  return before.flatMap((schema, index) => compare(`${place} ${index}`, schema, after[index] ?? {}));
}

function openness(place: string, before: Schema, after: Schema): Changes {
  const closed = before.additionalProperties === true && after.additionalProperties !== true;
  return closed ? [`${place}: no longer takes further fields`] : [];
}

function named({ $ref, type }: Schema): string {
  return $ref?.split('/').at(-1) ?? String(type ?? 'anything');
}
