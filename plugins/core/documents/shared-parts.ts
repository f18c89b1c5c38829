import { STATUS_CODES } from 'node:http';

/** An answer of an operation, or where it stands. */
interface Answer {
  $ref?: string;
  headers?: Record<string, object>;
}

type Paths = Record<string, { get: { responses: Record<string, Answer> } }>;

/**
 * The document with these paths, where answers and headers that stand in them several times are components, which the
 * operations refer to. A header has its own name there, an answer that of its status (`BadRequest`, `TooManyRequests`,
 * `Default`); of several that would have one name, the one that is there most often gets it, and the others stay where
 * they are.
 */
export function withSharedParts<D extends { components?: object }>(document: D, paths: Paths) {
  const headers = shared(answersOf(paths).flatMap(([, answer]) => Object.entries(answer.headers ?? {})));
  const withHeaders = withAnswers(paths, (answer) => withReferences(answer, headers));
  const responses = shared(answersOf(withHeaders).map(([status, answer]) => [nameOf(status), answer]));
  const withResponses = withAnswers(withHeaders, (answer, status) => {
    return referenceTo('responses', responses, nameOf(status), answer);
  });
  const components = { ...document.components, ...{ responses, headers } };
  return { ...document, components, paths: withResponses };
}

function answersOf(paths: Paths): [status: string, Answer][] {
  return Object.values(paths).flatMap(({ get }) => Object.entries(get.responses));
}

function withAnswers(paths: Paths, change: (answer: Answer, status: string) => Answer): Paths {
  return mapped(paths, ({ get }) => ({ get: { ...get, responses: mapped(get.responses, change) } }));
}

function withReferences(answer: Answer, headers: Record<string, object>): Answer {
  if (answer.headers === undefined) return answer;
  return {
    ...answer,
    headers: mapped(answer.headers, (header, name) => referenceTo('headers', headers, name, header)),
  };
}

function referenceTo<P extends object>(kind: string, parts: Record<string, P>, name: string, part: P) {
  const known = parts[name];
  const isShared = known !== undefined && canonical(known) === canonical(part);
  return isShared ? { $ref: `#/components/${kind}/${name}` } : part;
}

/** 429 → `TooManyRequests`, `default` → `Default`. */
function nameOf(status: string): string {
  const words = (STATUS_CODES[status] ?? status).split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

/** By name what stands under it more than once, and more often than all else of that name; in the order of names. */
function shared<P extends object>(parts: readonly (readonly [name: string, part: P])[]): Record<string, P> {
  const uses = new Map<string, { name: string; part: P; count: number }>();
  for (const [name, part] of parts) {
    const key = `${name} ${canonical(part)}`;
    uses.set(key, { name, part, count: (uses.get(key)?.count ?? 0) + 1 });
  }
  const several = [...uses.values()].filter(({ count }) => count > 1);
  // Of entries with one name the last one stays.
  const rising = several.sort((one, other) => one.count - other.count);
  const byName = new Map(rising.map(({ name, part }) => [name, part]));
  return Object.fromEntries([...byName].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The same text for all that is deeply equal, in whatever order its keys stand. */
function canonical(value: object): string {
  return JSON.stringify(value, (_, one: unknown) => {
    const isPlain = typeof one === 'object' && one !== null && !Array.isArray(one);
    return isPlain ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one;
  });
}

function mapped<T, U>(record: Record<string, T>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
