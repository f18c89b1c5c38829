import type { Asking } from './ask.js';
import type { AnswersDocument, Parameter } from './documented-answer.js';
import { generator } from '../parsers/garbled.js';
import {
  bends,
  oddHeaders,
  oddNames,
  oddTypes,
  oddValues,
  otherMethods,
  typeParameters,
  types,
} from './odd-values.js';
import { wrongQueries } from './wrong-queries.js';

/** A request as hardly anybody makes it. */
export interface OddRequest {
  /** The documented path it is for. */
  path: string;
  /** What is really asked for: the path, perhaps bent, and a query. */
  target: string;
  asking: Asking;
  /** Whether the document itself says that this query is a wrong one. */
  isWrong: boolean;
  /** Whether the path was bent, so that there is hardly such a route. */
  isElsewhere: boolean;
}

type Pair = [name: string, value: string];

/** `count` odd requests for the operations of a document, the same for the same seed. */
export function* oddRequests(document: AnswersDocument, seed: number, count: number): Generator<OddRequest> {
  const random = generator(seed);
  const isWrongQuery = wrongQueries();
  const paths = Object.entries(document.paths);
  // A path with parameters is asked more often than one without.
  const weighted = paths.flatMap((one) =>
    Array<typeof one>(1 + (one[1].get.parameters?.length ?? 0)).fill(one),
  );
  for (let made = 0; made < count; made += 1) {
    const [path, { get }] = pick(random, weighted);
    const known = get.parameters ?? [];
    const pairs = pairsFor(
      random,
      known.filter((one) => one.in === 'query'),
    );
    const isElsewhere = random() < 0.05;
    const bent = isElsewhere ? pick(random, bends)(path) : path;
    const query = pairs.map(([name, value]) => (random() < 0.02 ? name : `${name}=${value}`)).join('&');
    const asking = askingFor(random);
    const target = pairs.length === 0 && random() < 0.9 ? bent : `${bent}?${query}`;
    yield { path, target, asking, isElsewhere, isWrong: path !== '/' && isWrongQuery(known, target) };
  }
}

function pairsFor(random: Random, known: Parameter[]): Pair[] {
  const amount = known.length === 0 && random() < 0.6 ? 0 : pick(random, [0, 1, 1, 1, 1, 2, 2, 3, 12]);
  return Array.from({ length: amount }, () => {
    const parameter = known.length > 0 && random() < 0.92 ? pick(random, known) : null;
    if (parameter === null) return [pick(random, oddNames), pick(random, oddValues)];
    return [bentName(random, parameter.name), valueFor(random, parameter)];
  });
}

function bentName(random: Random, name: string): string {
  if (random() < 0.95) return name;
  const first = name.charCodeAt(0).toString(16);
  return pick(random, [
    `${name}[]`,
    `${name}[0]`,
    name.toUpperCase(),
    `${name}%00`,
    `+${name}`,
    `%${first}${name.slice(1)}`,
  ]);
}

function valueFor(random: Random, { schema, example }: Parameter): string {
  const { minimum, maximum } = schema;
  const good = [...(schema.enum ?? []), schema.default, example, minimum, maximum].filter(
    (one) => one !== undefined,
  );
  if (good.length === 0 || random() < 0.5) return pick(random, oddValues);
  return pick(random, changes)(textOf(pick(random, good)), random);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const changes: ((value: string, random: Random) => string)[] = [
  (value) => value,
  (value) => value,
  encodeURIComponent,
  (value) => encodeURIComponent(encodeURIComponent(`${value},`)),
  (value) => value.toUpperCase(),
  (value) => `${value},${value}`,
  (value) => `${value} `.replaceAll(' ', '%20'),
  (value) => `${value}%00`,
  (value, random) => value.slice(0, Math.floor(random() * value.length)),
  (value, random) => value + pick(random, oddValues),
];

function askingFor(random: Random): Asking {
  const headers: Record<string, string> = {};
  if (random() < 0.3) headers['accept'] = acceptFor(random);
  for (let more = pick(random, [0, 0, 0, 1, 1, 2]); more > 0; more -= 1) {
    const name = pick(random, Object.keys(oddHeaders));
    headers[name] = pick(random, oddHeaders[name] ?? ['']);
  }
  const method = random() < 0.8 ? 'GET' : random() < 0.5 ? 'HEAD' : pick(random, otherMethods);
  // From many addresses: what one may ask is not what is tried here.
  const from = `127.${1 + Math.floor(random() * 250)}.${Math.floor(random() * 250)}.1`;
  return { method, headers, from, still: true };
}

function acceptFor(random: Random): string {
  const range = () => pick(random, random() < 0.7 ? types : oddTypes) + pick(random, typeParameters);
  return Array.from({ length: pick(random, [1, 1, 2, 4, 200]) }, range).join(pick(random, [',', ', ']));
}

type Random = () => number;

function pick<T>(random: Random, among: readonly T[]): T {
  return among[Math.floor(random() * among.length)] as T;
}
