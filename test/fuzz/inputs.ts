import fc from 'fast-check';

/** Names that every object has without having been given them. */
const inherited = ['constructor', '__proto__', 'toString', '__defineGetter__', 'valueOf'];

/** What breaks parsers: marks of formats, numbers that no computer holds, names that every object has. */
const tokens = [
  ...['', ' ', '\t', '\n', '\r\n', '\0', '\u00ff', '\u2028', '\ud800', '漢'],
  ...Array.from(':,.-+/\\%"\'=()[]{}<>&#@|*'),
  ...['</', '/>', '<a>', '[]', '{}', 'null', 'true', 'N/A'],
  ...['0', '-1', '00', '0.1', '-0', '0x', '1e999', '-1e999', 'NaN', 'Infinity', '0xffffffffffffffff'],
  ...['4294967295', '18446744073709551615', '9007199254740993', '9'.repeat(400), '0'.repeat(400)],
  ...inherited,
];

const edit = fc.record({
  kind: fc.constantFrom('cut', 'insert', 'replace', 'double', 'number', 'word', 'name', 'lines'),
  /** Where, as a share of the text. */
  at: fc.nat(9_999),
  length: fc.nat(40),
  token: fc.constantFrom(...tokens),
});

type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** Texts that a parser may be given: seeds cut, changed and doubled, and what has never been one. */
export function garbledTexts(seeds: readonly string[]): fc.Arbitrary<string> {
  const seed = fc.constantFrom('', ...seeds);
  const edited = fc
    .tuple(seed, fc.array(edit, { maxLength: 4 }))
    .map(([text, edits]) => edits.reduce((now, one) => appliedBy[one.kind](now, one), text));
  const noise = fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 8, arbitrary: edited },
    { weight: 1, arbitrary: noise },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );
}

const appliedBy: Record<Edit['kind'], (text: string, edit: Edit) => string> = {
  cut: (text, one) => text.slice(0, placeOf(text, one)),
  insert: (text, one) => spliced(text, placeOf(text, one), 0, one.token),
  replace: (text, one) => spliced(text, placeOf(text, one), one.length, one.token),
  double: (text, one) => {
    const place = placeOf(text, one);
    return text.slice(0, place) + text.slice(Math.max(0, place - one.length));
  },
  number: (text, one) => changed(text, one, /-?\d+(?:\.\d+)?/g),
  word: (text, one) => changed(text, one, /[A-Za-z_][\w-]*/g),
  name: (text, one) =>
    changed(text, { ...one, token: inherited[one.length % inherited.length] ?? '' }, /[A-Za-z_][\w-]*/g),
  lines: (text, one) => {
    const lines = text.split('\n');
    lines.splice(Math.floor((one.at / 10_000) * lines.length), 1 + (one.length % 4), one.token);
    return lines.join('\n');
  },
};

function placeOf(text: string, { at }: Edit): number {
  return Math.floor((at / 10_000) * (text.length + 1));
}

function spliced(text: string, place: number, length: number, token: string): string {
  return text.slice(0, place) + token + text.slice(place + length);
}

/** One of what matches becomes the token. */
function changed(text: string, { at, token }: Edit, pattern: RegExp): string {
  pattern.lastIndex = Math.floor((at / 10_000) * (text.length + 1));
  const match = pattern.exec(text);
  return match === null ? text : spliced(text, match.index, match[0].length, token);
}

/** What a search may begin at, again and again. */
const pieces = [
  ...Array.from(' \t\n0a</{["&,:=-.(\0\\'),
  ...[
    '\r\n',
    ' \n',
    '\t\n',
    '-\n',
    '<a>',
    '<a ',
    '</',
    '[[',
    '",',
    ': ',
    '::',
    '1.',
    ') ',
    ' - ',
    '1 ',
    '0x',
    'GPU ',
  ],
];

/** What may lie in itself. */
const brackets = [
  ...[
    ['{"gpu_data":', '}'],
    ['{"a":', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  ...[
    ['<array>', '</array>'],
    ['<a>', '</a>'],
  ],
];

/** Long texts of about `size` characters: the beginning of a seed, then the same piece over and over, then an end. */
export function longTexts(seeds: readonly string[], size: number): fc.Arbitrary<string> {
  const nested = fc.constantFrom(...brackets).map(([open = '', close = '']) => {
    const depth = Math.ceil(size / (open.length + close.length));
    return open.repeat(depth) + close.repeat(depth);
  });
  const one = fc.record({
    seed: fc.constantFrom('', ...seeds),
    from: fc.nat(9_999),
    head: fc.nat(80),
    piece: fc.oneof(fc.constantFrom(...pieces), fc.nat(60)),
    end: fc.constantFrom('', 'x', '\n', ' x\n', '\0', '!'),
  });
  const repeated = one.map(({ seed, from, head, piece, end }) => {
    const lines = seed.split('\n');
    const line = lines[Math.floor((from / 10_000) * lines.length)] ?? '';
    const start = line.slice(0, head);
    const again = typeof piece === 'string' ? piece : `${line.slice(0, piece)}\n`;
    return start + again.repeat(Math.ceil(size / again.length)) + end;
  });
  return fc.oneof({ weight: 9, arbitrary: repeated }, { weight: 1, arbitrary: nested });
}
