import t from 'tap';
import { sourceFacts, type SourceFacts } from './source-facts.js';
import { sources, type Sources } from './sources.js';

const longest = 250;
/** What is started by itself. */
const programs = ['src/main.ts', 'src/run.ts', 'src/listening/health-check.ts'];

/** Every rule about what may stand in a source file; each gives the reasons why a file breaks it. */
const rules: Record<string, (file: string, facts: SourceFacts) => string[]> = {
  'only the host touches the machine': (file, { imports }) => {
    const machine = isIn(file, 'src/host/') ? [] : isIn(file, ...ownFiles) ? programsAndDrivers : theMachine;
    return imports
      .filter(({ target }) => machine.includes(target))
      .map(({ target }) => `${file} imports ${target}`);
  },
  'only the programs read the environment': (file, { globals }) =>
    programs.includes(file) ? [] : used(file, globals, ['process.env']),
  'parsers are pure: no time, no chance, no process': (file, { globals }) =>
    isIn(file, 'src/parsers/') ? used(file, globals, impure) : [],
  'time passes only in the host, the clock, the client and the page': (file, { globals }) =>
    // stay-alive.ts waits for nothing: its timer is what keeps the process.
    isIn(file, 'src/host/', 'src/clock.ts', 'src/process/stay-alive.ts', 'src/client/', 'dashboard/')
      ? []
      : used(file, globals, timers),
  'the clock is handed in: only the host and the programs take that of the system': (file, { globals }) =>
    isIn(file, 'src/host/', 'src/clock.ts', ...programs) ? [] : used(file, globals, ['systemClock']),
  'only the host, the client and the page talk to the network': (file, { globals }) =>
    isIn(file, 'src/host/', 'src/client/', 'dashboard/') ? [] : used(file, globals, network),
  'an error is not swallowed': (file, { emptyCatches }) =>
    emptyCatches.map((line) => `${file}:${line} swallows an error without a word`),
  'parsers, readers, schemas and domains keep nothing in their module': (file, { moduleState }) =>
    isIn(file, 'src/parsers/', 'src/readers/', 'schemas/', 'plugins/domains/')
      ? moduleState.map((name) => `${file} keeps ${name} in its module`)
      : [],
  'a file holds one thing': (file, { lines }) =>
    // A table of names, and what is generated, is long without being two things.
    lines > longest && !file.endsWith('/names.ts') && file !== 'src/client/api.ts'
      ? [`${file} has ${lines} lines; more than ${longest} are two things`]
      : [],
};

/** What opens files, starts programs and asks drivers and services. */
const programsAndDrivers = ['node:child_process', 'undici', 'systeminformation', 'koffi', 'libsql'];
const theMachine = [...programsAndDrivers, 'node:fs', 'node:fs/promises'];
/** Where the service's own files are opened: certificates, sockets, pages, keys. */
const ownFiles = ['src/process/', 'src/listening/', 'src/access/'];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const network = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const impure = [
  ...timers,
  ...['Date.now', 'new Date()', 'Math.random', 'performance', 'process', 'globalThis', 'crypto'],
];

function isIn(file: string, ...beginnings: string[]): boolean {
  return beginnings.some((beginning) => file.startsWith(beginning));
}

function used(file: string, globals: Set<string>, names: string[]): string[] {
  return names.filter((name) => globals.has(name)).map((name) => `${file} uses ${name}`);
}

function violations(rule: string, sources: Sources): string[] {
  const check = rules[rule];
  if (check === undefined) throw new Error(`there is no rule "${rule}"`);
  return Object.entries(sources).flatMap(([file, text]) => check(file, sourceFacts(file, text)));
}

for (const rule of Object.keys(rules)) {
  t.test(rule, (t) => {
    t.strictSame(violations(rule, sources), []);
    t.end();
  });
}

t.test('every rule finds what breaks it', (t) => {
  const planted: [rule: string, file: string, text: string, reason: string][] = [
    [
      'only the host touches the machine',
      'src/app.ts',
      "import { readFileSync } from 'node:fs';",
      'imports node:fs',
    ],
    [
      'only the host touches the machine',
      'src/access/x.ts',
      "const { spawn } = await import('node:child_process');",
      'imports node:child_process',
    ],
    [
      'the clock is handed in: only the host and the programs take that of the system',
      'src/app.ts',
      "import { systemClock } from './clock.js'; build(systemClock);",
      'uses systemClock',
    ],
    ['only the programs read the environment', 'src/host/x.ts', 'run(process.env);', 'uses process.env'],
    [
      'only the programs read the environment',
      'src/settings/settings.ts',
      "process['env']",
      'uses process.env',
    ],
    [
      'only the programs read the environment',
      'plugins/core/x.ts',
      'const { env } = process;',
      'uses process.env',
    ],
    ['parsers are pure: no time, no chance, no process', 'src/parsers/x.ts', 'Date.now()', 'uses Date.now'],
    ['parsers are pure: no time, no chance, no process', 'src/parsers/x.ts', 'new Date()', 'uses new Date()'],
    ['parsers are pure: no time, no chance, no process', 'src/parsers/x.ts', 'process.cwd()', 'uses process'],
    [
      'time passes only in the host, the clock, the client and the page',
      'src/sampling/x.ts',
      'setTimeout(f, 1)',
      'uses setTimeout',
    ],
    [
      'time passes only in the host, the clock, the client and the page',
      'src/readers/x.ts',
      'run({ setInterval })',
      'uses setInterval',
    ],
    [
      'only the host, the client and the page talk to the network',
      'src/readers/x.ts',
      "await fetch('http://x')",
      'uses fetch',
    ],
    [
      'an error is not swallowed',
      'src/host/x.ts',
      'try { f(); } catch { /* well */ }',
      ':1 swallows an error without a word',
    ],
    [
      'an error is not swallowed',
      'src/host/x.ts',
      '\nf().catch(() => {});',
      ':2 swallows an error without a word',
    ],
    [
      'an error is not swallowed',
      'src/host/x.ts',
      'f().catch(() => undefined);',
      ':1 swallows an error without a word',
    ],
    [
      'parsers, readers, schemas and domains keep nothing in their module',
      'src/readers/x.ts',
      'let last = 0;',
      'keeps last in its module',
    ],
    [
      'parsers, readers, schemas and domains keep nothing in their module',
      'src/readers/x.ts',
      'const seen = new Map<string, number>();',
      'keeps seen in its module',
    ],
    [
      'a file holds one thing',
      'src/x.ts',
      'f();\n'.repeat(longest + 1),
      'has 251 lines; more than 250 are two things',
    ],
  ];
  for (const [rule, file, text, reason] of planted) {
    t.strictSame(
      violations(rule, { [file]: text }),
      [`${file}${reason.startsWith(':') ? '' : ' '}${reason}`],
      rule,
    );
  }
  const used = new Set(planted.map(([rule]) => rule));
  t.strictSame([...used].sort(), Object.keys(rules).sort(), 'no rule is without a planted violation');
  t.end();
});

t.test('what only looks like a violation is none', (t) => {
  const text = [
    '/** Reads process.env and calls setTimeout() with an import of "node:fs". */',
    'export const options = { fetch: 1, setTimeout: 2, process: (text: string) => Date.parse(text) };',
    'export const text = "import \'node:fs\'; process.env";',
    'export const known = new Set([1, 2]);',
    'clock.setTimer(1, options.setTimeout);',
    'export function at(text: string) { return new Date(text); }',
    'try { f(); } catch (thrown) { throw asFailure(thrown); }',
  ].join('\n');
  const file = 'src/parsers/x.ts';
  t.strictSame(
    Object.keys(rules).flatMap((rule) => violations(rule, { [file]: text })),
    [],
  );
  t.end();
});

/** Ways to start a program through a shell: the functions that use one, and the option that asks for one. */
const shells = /\bexec(?:Sync)?\s*[,}]|(?<![.\w])exec(?:Sync)?\(|\.execSync\b|\bshell\s*:/;

t.test('no program is started through a shell', (t) => {
  t.strictSame(
    Object.entries(sources)
      // A declaration of types runs nothing.
      .filter(([file, text]) => !file.endsWith('.d.ts') && shells.test(text))
      .map(([file]) => file),
    [],
  );
  for (const text of [
    "import { exec } from 'node:child_process';",
    "import { execSync, spawn } from 'node:child_process';",
    'exec(`df ${name}`)',
    'childProcess.execSync(command)',
    'spawn(program, { shell: true })',
  ]) {
    t.ok(shells.test(text), text);
  }
  for (const text of [
    '/a/.exec(line)',
    'execFile(path, args)',
    'no shell is involved',
    'execFileSync(path)',
  ]) {
    t.notOk(shells.test(text), text);
  }
  t.end();
});
