import { builtinModules } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { asExpression, forbidden, table } from './import-rules.js';
import { sourceFacts } from './source-facts.js';
import { root, sources, type Sources } from './sources.js';

function violations(of: Sources): string[] {
  return Object.entries(of).flatMap(([file, text]) =>
    sourceFacts(file, text)
      .imports.map((one) => forbidden(file, one))
      .filter((reason) => reason !== null),
  );
}

t.test('every import is one the table allows', (t) => {
  t.strictSame(violations(sources), []);
  t.end();
});

t.test('every row holds files, and every path in it leads to some', (t) => {
  const files = Object.keys(sources);
  const idle = table.flatMap(({ place, files: patterns, values, types }) =>
    [...patterns, ...values, ...types]
      .filter((pattern) => /^(?:src|plugins|schemas|dashboard)\//.test(pattern))
      .filter((pattern) => !files.some((file) => asExpression(pattern).test(file)))
      .map((pattern) => `${place}: ${pattern} matches no file`),
  );
  t.strictSame(idle, []);
  t.end();
});

t.test('every package in the table is one this project depends on, or of Node', (t) => {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { dependencies, optionalDependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
  const packages = [
    ...Object.keys({ ...dependencies, ...optionalDependencies }),
    ...builtinModules.map((name) => `node:${name}`),
  ];
  const unknown = table
    .flatMap(({ values, types }) => [...values, ...types])
    .filter((pattern) => !/^(?:src|plugins|schemas|dashboard)\//.test(pattern))
    .filter((pattern) => !packages.some((name) => asExpression(pattern).test(name)));
  t.strictSame(unknown, []);
  t.end();
});

/** A file, a text in it, and why the table does not allow it. */
const planted: [file: string, text: string, reason: string][] = [
  ['schemas/cpu.ts', "import '../src/failures.js';", 'may not import src/failures.ts'],
  ['src/parsers/x.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
  ['src/parsers/x.ts', "import { join } from 'path';", 'may not import path'],
  ['src/parsers/x.ts', "import type { Host } from '../host/host.js';", 'may not import src/host/host.ts'],
  ['src/readers/cpu/reader.ts', "export { x } from 'systeminformation';", 'may not import systeminformation'],
  ['src/readers/cpu/x.ts', "import si = require('systeminformation');", 'may not import systeminformation'],
  ['src/readers/cpu/x.ts', "const fs = require('fs');", 'may not import node:fs'],
  [
    'src/readers/cpu/reader.ts',
    "import { memoryReader } from '../memory/reader.js';",
    'may not import src/readers/memory/reader.ts',
  ],
  [
    'src/readers/gpu/amd/reader.ts',
    "export * from '../nvidia/query.js';",
    'may not import src/readers/gpu/nvidia/query.ts',
  ],
  [
    'src/readers/gpu/drm/x.ts',
    "import { isOfAmd } from '../amd/sysfs.js';",
    'may not import src/readers/gpu/amd/sysfs.ts',
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
    "import type { Settings } from '../../settings/settings.js';",
    'may not import src/settings/settings.ts',
  ],
  ['src/host/x.ts', "import { parseX } from '../parsers/x.js';", 'may not import src/parsers/x.ts'],
  ['src/host/x.ts', "import fastify from 'fastify';", 'may not import fastify'],
  [
    'src/sampling/x.ts',
    "import { memoryReader } from '../readers/memory/reader.js';",
    'may not import src/readers/memory/reader.ts',
  ],
  [
    'src/sampling/history/x.ts',
    "import { Type } from '@sinclair/typebox';",
    'may import only types of @sinclair/typebox',
  ],
  [
    'src/exposition/x.ts',
    "import type { Entry } from '../sampling/catalogue.js';",
    'may not import src/sampling/catalogue.ts',
  ],
  ['src/access/x.ts', "import fastify from 'fastify';", 'may not import fastify'],
  [
    'src/process/x.ts',
    "import { memory } from '../readers/memory/reader.js';",
    'may not import src/readers/memory/reader.ts',
  ],
  [
    'src/listening/x.ts',
    "import { systemHost } from '../host/system-host.js';",
    'may not import src/host/system-host.ts',
  ],
  [
    'src/check/x.ts',
    "import { closedGpuDevices } from '../readers/container/gpu-devices.js';",
    'may import only types of src/readers/container/gpu-devices.ts',
  ],
  [
    'plugins/core/domain/x.ts',
    "import { memory } from '../../domains/memory/plugin.js';",
    'may not import plugins/domains/memory/plugin.ts',
  ],
  [
    'plugins/core/http/x.ts',
    "import { MemoryStats } from '../../../schemas/memory.js';",
    'may not import schemas/memory.ts',
  ],
  [
    'plugins/core/http/x.ts',
    "import { fileTree } from '../../../src/host/files/tree.js';",
    'may not import src/host/files/tree.ts',
  ],
  [
    'plugins/core/http/x.ts',
    "const { spawn } = await import('node:child_process');",
    'may not import node:child_process',
  ],
  [
    'plugins/domains/cpu/plugin.ts',
    "import { memory } from '../memory/plugin.js';",
    'may not import plugins/domains/memory/plugin.ts',
  ],
  [
    'plugins/domains/cpu/plugin.ts',
    "import { memoryReader } from '../../../src/readers/memory/reader.js';",
    'may not import src/readers/memory/reader.ts',
  ],
  [
    'plugins/domains/cpu/plugin.ts',
    "import { parseProcStat } from '../../../src/parsers/proc/stat.js';",
    'may not import src/parsers/proc/stat.ts',
  ],
  [
    'plugins/domains/cpu/plugin.ts',
    "import { sendProblem } from '../../core/http/errors.js';",
    'may not import plugins/core/http/errors.ts',
  ],
  ['plugins/domains/cpu/plugin.ts', "import { request } from 'undici';", 'may not import undici'],
  ['plugins/domains/cpu/metrics.ts', "import 'node:os';", 'may not import node:os'],
  [
    'plugins/domains/gpu/amd/plugin.ts',
    "import { Nvidia } from '../../../../schemas/gpu/nvidia.js';",
    'may not import schemas/gpu/nvidia.ts',
  ],
  [
    'plugins/domains/gpu/vendor.ts',
    "import { amdReader } from '../../../src/readers/gpu/amd/reader.js';",
    'may not import src/readers/gpu/amd/reader.ts',
  ],
  [
    'plugins/domains/gpu/vendor.ts',
    "import { amd } from './amd/plugin.js';",
    'may not import plugins/domains/gpu/amd/plugin.ts',
  ],
  [
    'plugins/views/stats/x.ts',
    "import { cpuReader } from '../../../src/readers/cpu/reader.js';",
    'may not import src/readers/cpu/reader.ts',
  ],
  [
    'plugins/views/stats/x.ts',
    "import { csv } from '../history/csv.js';",
    'may not import plugins/views/history/csv.ts',
  ],
  [
    'plugins/views/stats/x.ts',
    "type Host = import('../../../src/host/host.js').Host;",
    'may not import src/host/host.ts',
  ],
  [
    'plugins/derived/x.ts',
    "const load = () => import('../../src/parsers/x.js');",
    'may not import src/parsers/x.ts',
  ],
  ['plugins/derived/x.ts', 'const load = (name: string) => import(name);', 'may not import (computed)'],
  ['plugins/derived/x.ts', "process.getBuiltinModule('node:fs');", 'may not import node:fs'],
  ['src/failures.ts', "import type { Clock } from './host/host.js';", 'may not import src/host/host.ts'],
  ['src/settings/x.ts', "import { host } from '../host/host.js';", 'may not import src/host/host.ts'],
  ['src/package.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
  ['src/somewhere/x.ts', "import 'node:os';", 'belongs to no row of the table of imports'],
];

t.test('a forbidden import is found', (t) => {
  for (const [file, text, reason] of planted) {
    const found = violations({ [file]: text });
    t.equal(found.length, 1, `${file}: ${text}`);
    t.ok(found[0]?.startsWith(file) && found[0].endsWith(reason), `${reason}: ${String(found[0])}`);
  }
  t.end();
});

t.test('an allowed import is not complained about', (t) => {
  const allowed: Sources = {
    'src/main.ts': "import 'node:os'; import './host/system-host.js';",
    'src/parsers/proc/x.ts': "import { parseY } from '../y.js';",
    'src/host/helper/x.ts': "import { spawn } from 'node:child_process'; await import('koffi');",
    'src/settings/programs.ts': "import { programs } from '../programs.js';",
    'src/access/x.ts': "import { readFile } from 'node:fs/promises';",
    'src/readers/gpu/nvidia/reader.ts':
      "import { readSmi } from './one-shot.js'; import { unknownCard } from '../card.js'; import { drm } from '../drm/cards.js';",
    'src/readers/portable/cpu.ts': "import type { CpuReading } from '../cpu/reader.js';",
    'plugins/core/http/x.ts':
      "import helmet from '@fastify/helmet'; import type { Host } from '../../../src/host/host.js';",
    'plugins/domains/cpu/plugin.ts':
      "import { cpuReader } from '../../../src/readers/cpu/reader.js'; import { p } from '../../../src/readers/portable/cpu.js';",
    'plugins/domains/gpu/amd/plugin.ts':
      "import { gpuVendor } from '../vendor.js'; import { Amd } from '../../../../schemas/gpu/amd.js';",
    'plugins/domains/gpu/vendors.ts': "import { isOfAmd } from '../../../src/readers/gpu/amd/sysfs.js';",
    'plugins/views/stats/x.ts': "import { MemoryStats } from '../../../schemas/memory.js';",
  };
  t.strictSame(violations(allowed), []);
  t.end();
});
