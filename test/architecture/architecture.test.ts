import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { forbidden, nameWithinPlace } from './import-rules.js';
import { sourceFacts, type SourceFacts } from './source-facts.js';

const root = join(import.meta.dirname, '../../..');
const longest = 250;
/** What is started by itself. */
const programs = ['src/main.ts', 'src/listening/health-check.ts'];

type Sources = Record<string, string>;

/** Every rule about what may stand in a source file; each gives the reasons why a file breaks it. */
const rules: Record<string, (file: string, facts: SourceFacts) => string[]> = {
  'every import is one the table of imports allows': (file, { imports }) =>
    imports.map((one) => forbidden(file, one)).filter((reason) => reason !== null),
  'only the programs read the environment': (file, { globals }) =>
    programs.includes(file) ? [] : used(file, globals, ['process.env']),
  'parsers are pure: no time, no chance, no process': (file, { globals }) =>
    isIn(file, 'src/parsers/') ? used(file, globals, impure) : [],
  'time passes only in the host, the clock, the client and the page': (file, { globals }) =>
    isIn(file, 'src/host/', 'src/clock.ts', 'src/client/', 'dashboard/') ? [] : used(file, globals, timers),
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
    lines > longest && !file.endsWith('-names.ts') && file !== 'src/client/api.ts'
      ? [`${file} has ${lines} lines; more than ${longest} are two things`]
      : [],
};

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

/** The sources below `folder` whose names end so, by their paths from the project's folder. */
function sourcesBelow(folder: string, end: string): Sources {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

const sources = Object.fromEntries(
  ['src', 'plugins', 'schemas', 'dashboard'].flatMap((folder) => Object.entries(sourcesBelow(folder, '.ts'))),
);

t.test('the product has sources in every folder the rules are about', (t) => {
  for (const folder of [
    'src/host/',
    'src/parsers/',
    'src/readers/',
    'src/sampling/',
    'plugins/',
    'schemas/',
  ]) {
    t.ok(
      Object.keys(sources).some((file) => file.startsWith(folder)),
      folder,
    );
  }
  t.end();
});

for (const rule of Object.keys(rules)) {
  t.test(rule, (t) => {
    t.strictSame(violations(rule, sources), []);
    t.end();
  });
}

const imports = 'every import is one the table of imports allows';

t.test('a forbidden import is found', (t) => {
  const planted: [file: string, text: string, reason: string][] = [
    ['schemas/cpu.ts', "import '../../src/failures.js';", 'may not import src/failures.ts'],
    ['src/parsers/x.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
    ['src/parsers/x.ts', "import { join } from 'path';", 'may not import path'],
    [
      'src/parsers/x.ts',
      "import type { Host } from '../../host/host.js';",
      'may not import src/host/host.ts',
    ],
    [
      'src/readers/cpu/reader.ts',
      "export { x } from 'systeminformation';",
      'may not import systeminformation',
    ],
    [
      'src/readers/cpu/reader.ts',
      "import si = require('systeminformation');",
      'may not import systeminformation',
    ],
    ['src/readers/cpu/reader.ts', "const fs = require('fs');", 'may not import node:fs'],
    [
      'src/readers/cpu/reader.ts',
      "import { memoryReader } from '../memory.js';",
      'may import only types of src/readers/memory/reader.ts',
    ],
    [
      'src/readers/gpu/amd/reader.ts',
      "export * from '../nvidia-smi.js';",
      'may import only types of src/readers/gpu/nvidia-smi.ts',
    ],
    [
      'src/readers/cpu/reader.ts',
      "import { systemHost } from '../../host/system-host.js';",
      'may import only types of src/host/system-host.ts',
    ],
    [
      'src/readers/cpu/reader.ts',
      "import { type Host } from '../../host/host.js';",
      'may import only types of src/host/host.ts',
    ],
    [
      'src/readers/cpu/reader.ts',
      "import type { Settings } from '../../settings.js';",
      'may not import src/settings/settings.ts',
    ],
    ['src/host/x.ts', "import { parseX } from '../../parsers/x.js';", 'may not import src/parsers/x.ts'],
    ['src/host/x.ts', "import fastify from 'fastify';", 'may not import fastify'],
    [
      'src/sampling/x.ts',
      "import { memoryReader } from '../../readers/memory.js';",
      'may not import src/readers/memory/reader.ts',
    ],
    [
      'src/sampling/x.ts',
      "import { Type } from '@sinclair/typebox';",
      'may import only types of @sinclair/typebox',
    ],
    [
      'src/exposition/x.ts',
      "import type { Entry } from '../../sampling/catalogue.js';",
      'may not import src/sampling/catalogue.ts',
    ],
    [
      'plugins/core/x.ts',
      "import { memory } from '../../domains/memory.js';",
      'may not import plugins/domains/memory/plugin.ts',
    ],
    [
      'plugins/core/x.ts',
      "import { MemoryStats } from '../../../schemas/memory.js';",
      'may not import schemas/memory.ts',
    ],
    [
      'plugins/core/x.ts',
      "import { fileTree } from '../../../src/host/tree.js';",
      'may import only types of src/host/files/tree.ts',
    ],
    [
      'plugins/core/x.ts',
      "const { spawn } = await import('node:child_process');",
      'may not import node:child_process',
    ],
    [
      'plugins/domains/cpu/plugin.ts',
      "import { memory } from '../memory.js';",
      'may not import plugins/domains/memory/plugin.ts',
    ],
    [
      'plugins/domains/cpu/plugin.ts',
      "import { memoryReader } from '../../../src/readers/memory.js';",
      'may not import src/readers/memory/reader.ts',
    ],
    [
      'plugins/domains/cpu/plugin.ts',
      "import { parseProcStat } from '../../../src/parsers/proc-stat.js';",
      'may not import src/parsers/proc/stat.ts',
    ],
    ['plugins/domains/cpu/plugin.ts', "import { request } from 'undici';", 'may not import undici'],
    [
      'plugins/domains/gpu/amd/plugin.ts',
      "import { Nvidia } from '../../../../schemas/gpu/nvidia.js';",
      'may not import schemas/gpu/nvidia.ts',
    ],
    [
      'plugins/domains/gpu/vendor.ts',
      "import { amdReader } from '../../../../src/readers/gpu/amd.js';",
      'may not import src/readers/gpu/amd/reader.ts',
    ],
    [
      'plugins/views/x.ts',
      "import { cpuReader } from '../../../src/readers/cpu.js';",
      'may not import src/readers/cpu/reader.ts',
    ],
    [
      'plugins/views/x.ts',
      "type Host = import('../../../src/host/host.js').Host;",
      'may not import src/host/host.ts',
    ],
    [
      'plugins/derived/x.ts',
      "const load = () => import('../../../src/parsers/x.js');",
      'may not import src/parsers/x.ts',
    ],
    ['plugins/derived/x.ts', 'const load = (name: string) => import(name);', 'may not import (computed)'],
    ['plugins/derived/x.ts', "process.getBuiltinModule('node:fs');", 'may not import node:fs'],
    ['src/failures.ts', "import type { Clock } from '../clock.js';", 'may not import src/clock.ts'],
    ['src/settings/settings.ts', "import { name } from '../version.js';", 'may not import src/version.ts'],
    ['src/version.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
    ['src/somewhere/x.ts', "import 'node:os';", 'belongs to no place in the table of imports'],
  ];
  for (const [file, text, reason] of planted) {
    const found = violations(imports, { [file]: text });
    t.equal(found.length, 1, `${file}: ${text}`);
    t.ok(found[0]?.startsWith(file) && found[0].endsWith(reason), `${reason}: ${String(found[0])}`);
  }
  t.end();
});

t.test('an allowed import is not complained about', (t) => {
  const allowed: Sources = {
    'src/main.ts': "import 'node:fs'; import '../host/system-host.js';",
    'src/parsers/x.ts': "import { parseY } from '../y.js';",
    'src/host/helper/x.ts': "import { spawn } from 'node:child_process'; await import('koffi');",
    'src/readers/gpu/nvidia/reader.ts':
      "import { readSmi } from '../nvidia-smi.js'; import { unknownCard } from '../card.js'; import type { A } from '../amd.js';",
    'src/readers/portable/cpu.ts': "import type { CpuReading } from '../../cpu.js';",
    'plugins/core/x.ts':
      "import helmet from '@fastify/helmet'; import type { Host } from '../../../src/host/host.js';",
    'plugins/domains/cpu/plugin.ts':
      "import { cpuReader } from '../../../src/readers/cpu.js'; import { p } from '../../../src/readers/portable/cpu.js';",
    'plugins/domains/gpu/amd/plugin.ts':
      "import { gpuVendor } from '../vendor.js'; import { Amd } from '../../../../schemas/gpu/amd.js';",
    'plugins/views/x.ts': "import { MemoryStats } from '../../../schemas/memory.js';",
  };
  t.strictSame(violations(imports, allowed), []);
  t.end();
});

t.test('every other rule finds what breaks it', (t) => {
  const planted: [rule: string, file: string, text: string, reason: string][] = [
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
  const used = new Set([imports, ...planted.map(([rule]) => rule)]);
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

/** A domain has one name everywhere; what it lacks, by the paths that are there. */
function missingCounterparts(isThere: (file: string) => boolean, files: string[]): string[] {
  return files
    .filter(
      (file) =>
        file.startsWith('plugins/domains/') && !/^plugins\/domains\/gpu\/vendor(?:-\w+)?\.ts$/.test(file),
    )
    .map(nameWithinPlace)
    .flatMap((name) => [`schemas/${name}.ts`, `src/readers/${name}.ts`])
    .filter((file) => !isThere(file));
}

/** The parsers and readers that no test beside theirs imports. */
function untested(files: string[], tests: Sources): string[] {
  const imported = new Set(
    Object.entries(tests).flatMap(([file, text]) => {
      const place = file.replace('test/', 'src/').replace(/^(src\/[^/]*\/).*$/, '$1');
      return sourceFacts(file, text)
        .imports.map(({ target }) => target)
        .filter((target) => target.startsWith(place));
    }),
  );
  // A reader that is split into several files is tested through the first, whose name the others go on from.
  const isTested = (file: string) => imported.has(file) || imported.has(file.replace(/-[^/]*$/, '.ts'));
  return files
    .filter((file) => isIn(file, 'src/parsers/', 'src/readers/') && !testedThroughOthers.has(file))
    .filter((file) => !isTested(file));
}

/** Types and what several readers are made of: each of their tests is a test of these. */
const testedThroughOthers = new Set([
  'src/readers/reader.ts',
  'src/readers/gpu/card.ts',
  'src/readers/gpu/drm/cards.ts',
  'src/readers/gpu/drm/clients.ts',
  'src/readers/gpu/drm/files.ts',
  'src/readers/gpu/drm/sensors.ts',
  'src/readers/portable/known.ts',
]);

const isThere = (file: string) => existsSync(join(root, file));

t.test('one domain has one name: its plugin, its schema and its reader are called alike', (t) => {
  t.strictSame(missingCounterparts(isThere, Object.keys(sources)), []);
  const planted = missingCounterparts(
    (file) => file === 'schemas/gpu/new.ts',
    ['plugins/domains/gpu/new.ts'],
  );
  t.strictSame(planted, ['src/readers/gpu/new.ts']);
  t.end();
});

t.test('every parser and every reader has a test beside it', (t) => {
  t.strictSame(untested(Object.keys(sources), sourcesBelow('test', '.test.ts')), []);
  const tests = {
    'test/parsers/x.test.ts': "import { parseX } from '../../../src/parsers/x.js';",
    'test/readers/gpu/amd/reader.test.ts': "import { amdReader } from '../../../../src/readers/gpu/amd.js';",
    'test/domains/z.test.ts': "import { parseZ } from '../../../src/parsers/z.js';",
  };
  const files = [
    'src/parsers/x.ts',
    'src/parsers/z.ts',
    'src/readers/gpu/amd/sysfs.ts',
    'src/readers/gpu/intel/reader.ts',
  ];
  t.strictSame(untested(files, tests), ['src/parsers/z.ts', 'src/readers/gpu/intel/reader.ts']);
  t.end();
});
