import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';

// A program of all the product's types is made once and changed a file at a time.
t.setTimeout(120_000);

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** A mistake as somebody makes it: in this file these words instead of those. */
interface Mistake {
  file: string;
  words: string;
  instead: string;
}

const mistakes: Record<string, Mistake> = {
  'a misspelt field of a body': {
    file: 'plugins/domains/memory/plugin.ts',
    words: 'total_gb: inGigabytes(reading.total)',
    instead: 'total_bg: inGigabytes(reading.total)',
  },
  'a field of a body with the wrong type': {
    file: 'plugins/domains/memory/plugin.ts',
    words: 'total_gb: inGigabytes(reading.total)',
    instead: 'total_gb: String(reading.total)',
  },
  'a value of a card that there is not': {
    file: 'plugins/domains/gpu/card.ts',
    words: "fan_rpm: field((card) => shownAs('rpm', card.fanRpm)",
    instead: "fan_rpm: field((card) => shownAs('rpm', card.fanRpn)",
  },
  'a row of a card with the wrong type': {
    file: 'plugins/domains/gpu/card.ts',
    words: "fan_rpm: field((card) => shownAs('rpm', card.fanRpm)",
    instead: "fan_rpm: field((card) => shownAs('rpm', card.model)",
  },
  'a row of a card that is missing': {
    file: 'plugins/domains/gpu/card.ts',
    words: '  memory_kind: field((card) => card.memoryKind),\n',
    instead: '',
  },
  'a row of a card that its schema does not have': {
    file: 'plugins/domains/gpu/card.ts',
    words: '  memory_kind: field((card) => card.memoryKind),\n',
    instead:
      '  memory_kind: field((card) => card.memoryKind),\n  memory_kund: field((card) => card.memoryKind),\n',
  },
  "a row of a vendor's own with the wrong type": {
    file: 'plugins/domains/gpu/intel/plugin.ts',
    words: 'usage_source: field((card) => card.usageSource)',
    instead: 'usage_source: field((card) => card.model)',
  },
  "a row of a vendor's own that is missing": {
    file: 'plugins/domains/gpu/amd/plugin.ts',
    words: '  unique_id: field((card) => card.uniqueId),\n',
    instead: '',
  },
  'a metric of a card of a value that there is not': {
    file: 'plugins/domains/gpu/nvidia/card.ts',
    words: '(card) => card.instantWatts,',
    instead: '(card) => card.instantWats,',
  },
  'history of a card of the wrong type': {
    file: 'plugins/domains/gpu/card.ts',
    words: "history: { description: 'Power drawn.', value: (card) => card.watts }",
    instead: "history: { description: 'Power drawn.', value: (card) => card.model }",
  },
  'a metric of a reading that has no such value': {
    file: 'plugins/domains/memory/metrics.ts',
    words: 'reading.zfsArc',
    instead: 'reading.zfsArk',
  },
  'history of a reading that has no such value': {
    file: 'plugins/domains/memory/plugin.ts',
    words: '({ available }) => available)',
    instead: '({ availabel }) => availabel)',
  },
  'a view of a body that has no such field': {
    file: 'plugins/derived/summary.ts',
    words: 'cpu?.usage_percent',
    instead: 'cpu?.usage_percnt',
  },
};

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')).config,
  ts.sys,
  root,
);
const files = [...new Set(Object.values(mistakes).map(({ file }) => file))];

/** A program of those files, in which `changed` has another text; `before` is one to take what is the same from. */
function programOf(changed: Record<string, string>, before?: ts.Program): ts.Program {
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const usual = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version) => {
    const [text] = Object.entries(changed).flatMap(([file, text]) =>
      join(root, file) === path ? [text] : [],
    );
    if (text !== undefined) return ts.createSourceFile(path, text, version);
    return before?.getSourceFile(path) ?? usual(path, version);
  };
  const rootNames = files.map((file) => join(root, file));
  return ts.createProgram({
    rootNames,
    options: { ...options, noEmit: true },
    host,
    ...(before === undefined ? {} : { oldProgram: before }),
  });
}

function faultsIn(program: ts.Program, file: string): string[] {
  const source = program.getSourceFile(join(root, file));
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

t.test('what a mistake at the border of a domain is told by the compiler', (t) => {
  const sound = programOf({});
  for (const file of files) t.strictSame(faultsIn(sound, file), [], `${file} is sound`);
  for (const [name, { file, words, instead }] of Object.entries(mistakes)) {
    const text = read(file);
    t.ok(text.includes(words), `${file} has the words that are changed for ${name}`);
    const faulty = programOf({ [file]: text.replace(words, instead) }, sound);
    t.not(faultsIn(faulty, file).length, 0, name);
  }
  t.end();
});
