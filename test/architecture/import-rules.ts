/** One row of the table: the files of a place, and what they may import. */
export interface Row {
  place: string;
  /**
   * Its files, from the project's folder. `*` stands for any characters; `{domain}` for one name, which the other
   * columns may repeat.
   */
  files: string[];
  /** What they may import: packages, modules of Node, files of this project. */
  values: string[];
  /** What they may only `import type`, beside the above. */
  types: string[];
}

const typebox = '@sinclair/typebox';
/**
 * What everybody may use: how a reading fails, what cannot be, the clock that is handed in, what is made once of the same,
 * and names that are no UTF-8.
 */
const words = [
  ...['src/failures.ts', 'src/clock.ts', 'src/recognised.ts', 'src/byte-names.ts'],
  ...['src/bounds.ts', 'src/plausible.ts'],
];
/** What is shown of no domain in particular. */
const schemasOfNoDomain = [
  ...['schemas/index.ts', 'schemas/problem.ts', 'schemas/states.ts', 'schemas/units.ts'],
];
/**
 * What several readers are made of: how a container and Linux's graphics (DRM) show the machine, what a card is, what
 * servers of models tell of their work.
 */
const sharedReaders = [
  ...[
    'src/readers/reader.ts',
    'src/readers/container/*',
    'src/readers/hwmon.ts',
    'src/readers/page-size.ts',
    'src/readers/pressure-bounds.ts',
    'src/readers/rising.ts',
    'src/readers/gpu/card.ts',
    'src/readers/gpu/bounds.ts',
  ],
  ...['src/readers/gpu/energy-counter.ts', 'src/readers/gpu/drm/*', 'src/readers/model-servers/*'],
];
/** What a domain is shown with, beside its own schema and its own reader. */
const domainTools = [
  ...['plugins/core/domain/*', 'schemas/states.ts', 'schemas/units.ts', 'src/exposition/metric.ts'],
  ...['src/sampling/history/metric.ts', 'src/failures.ts', 'src/bounds.ts', 'src/plausible.ts'],
];
const handedToDomains = [
  typebox,
  'fastify',
  'src/host/host.ts',
  'src/settings/settings.ts',
  'src/sampling/*',
  'src/readers/container/own-view.ts',
  'src/readers/model-servers/*',
];

/**
 * Who may import whom; the first row that holds a file decides. What is not listed is forbidden, and so is a file that
 * no row holds.
 */
export const table: readonly Row[] = [
  {
    place: 'the composition',
    files: ['src/main.ts', 'src/run.ts', 'src/app.ts'],
    values: ['*'],
    types: [],
  },
  {
    place: 'words for all',
    files: [...words, 'src/programs.ts', 'src/package.ts'],
    values: ['node:module', 'node:path', 'src/failures.ts', 'src/bounds.ts', 'src/parsers/arithmetic.ts'],
    types: [],
  },
  { place: 'schemas', files: ['schemas/*'], values: [typebox, 'schemas/*'], types: [] },
  { place: 'parsers', files: ['src/parsers/*'], values: ['src/parsers/*'], types: [] },
  {
    place: 'the host',
    files: ['src/host/*'],
    values: [
      ...['node:*', 'undici', 'systeminformation', 'koffi', 'libsql'],
      ...['src/host/*', 'src/programs.ts', ...words],
      // Which answers of a driver mean what is known once.
      'src/parsers/nvidia/return-codes.ts',
    ],
    types: [],
  },
  {
    // The same readings on other systems: their shapes are those of Linux's readers.
    place: 'portable readers',
    files: ['src/readers/portable/*'],
    values: ['src/readers/portable/*', 'src/parsers/*', ...sharedReaders, ...words],
    types: ['src/host/*', 'src/readers/*'],
  },
  {
    place: 'what readers share',
    files: sharedReaders,
    values: ['src/parsers/*', ...sharedReaders, ...words],
    types: ['src/host/*'],
  },
  {
    place: 'readers of GPUs',
    files: ['src/readers/gpu/{vendor}/*'],
    values: ['src/readers/gpu/{vendor}/*', 'src/parsers/*', ...sharedReaders, ...words],
    types: ['src/host/*'],
  },
  {
    // An Ollama beside the first is read as the first is.
    place: 'the reader of models',
    files: ['src/readers/models/*'],
    values: ['src/readers/models/*', 'src/readers/ollama/*', 'src/parsers/*', ...sharedReaders, ...words],
    types: ['src/host/*'],
  },
  {
    place: 'readers',
    files: ['src/readers/{domain}/*'],
    values: ['src/readers/{domain}/*', 'src/parsers/*', ...sharedReaders, ...words],
    types: ['src/host/*'],
  },
  {
    place: 'sampling',
    files: ['src/sampling/*'],
    values: ['src/sampling/*', ...words],
    types: [typebox, 'src/exposition/metric.ts', 'src/host/history/store.ts'],
  },
  { place: 'exposition', files: ['src/exposition/*'], values: ['src/exposition/*'], types: [] },
  {
    // How a value is written in a setting is known where the value is: durations, networks, lines of keys.
    place: 'the settings',
    files: ['src/settings/*'],
    values: [
      ...['node:net', 'node:util', 'src/settings/*', 'src/programs.ts', 'src/package.ts', 'src/failures.ts'],
      ...[
        'src/parsers/*',
        'src/access/key-lines.ts',
        'src/access/networks.ts',
        'src/access/trusted-proxies.ts',
      ],
    ],
    types: [],
  },
  {
    // Secrets have one place, which nothing but the settings, the core and the composition may ask.
    place: 'who may ask',
    files: ['src/access/*'],
    values: [
      ...['node:crypto', 'node:net', 'node:path', 'node:fs', 'node:fs/promises'],
      ...['src/access/*', 'src/settings/values.ts', 'src/parsers/network-address.ts', ...words],
      'src/parsers/model-server/address.ts',
    ],
    types: ['src/settings/settings.ts'],
  },
  {
    place: 'the life of the process',
    files: ['src/process/*'],
    values: [
      'node:*',
      'src/process/*',
      'src/settings/*',
      'src/access/*',
      'src/host/end-at-once.ts',
      'src/host/programs/program.ts',
      'src/package.ts',
      ...words,
    ],
    types: [],
  },
  {
    place: 'where it listens',
    files: ['src/listening/*'],
    values: [
      ...['node:*', 'src/listening/*', 'src/settings/*', 'src/access/*'],
      ...['src/parsers/network-address.ts', ...words],
    ],
    types: ['fastify'],
  },
  {
    place: 'the check before installing',
    files: ['src/check/*'],
    values: ['src/check/*', 'schemas/*', 'src/access/access.ts', 'src/package.ts', ...words],
    types: [
      'fastify',
      'src/client/*',
      'src/sampling/*',
      'src/settings/*',
      'src/readers/container/gpu-devices.ts',
    ],
  },
  {
    place: 'the client',
    files: ['src/client/*'],
    values: ['openapi-fetch', 'src/client/*'],
    types: [],
  },
  {
    place: 'the core',
    files: ['plugins/core/*'],
    values: [
      ...[
        'fastify',
        'fastify-plugin',
        '@fastify/*',
        'yaml',
        typebox,
        'node:crypto',
        'node:http',
        'node:util',
        'node:zlib',
      ],
      ...[
        'src/parsers/arithmetic.ts',
        'src/parsers/network-address.ts',
        'plugins/core/*',
        ...schemasOfNoDomain,
        'src/access/*',
        'src/sampling/*',
        'src/package.ts',
        ...words,
      ],
      // Durations and instants are written in queries as in settings and files.
      ...['src/settings/values.ts', 'src/parsers/duration.ts', 'src/parsers/rfc3339.ts'],
    ],
    types: ['node:net', 'src/host/host.ts', 'src/exposition/metric.ts', 'src/settings/settings.ts'],
  },
  {
    // The table of vendors knows each of them, and whose a card of Linux is.
    place: 'the table of GPU vendors',
    files: ['plugins/domains/gpu/vendors.ts'],
    values: [
      ...[
        'fastify-plugin',
        'plugins/domains/gpu/programs.ts',
        'plugins/domains/gpu/{vendor}/plugin.ts',
        'schemas/gpu/*',
      ],
      ...['src/readers/gpu/{vendor}/*', 'src/readers/gpu/drm/scans.ts', 'src/readers/gpu/drm/signs.ts'],
      'src/settings/values.ts',
    ],
    types: ['fastify', ...sharedReaders],
  },
  {
    place: 'a GPU vendor',
    files: ['plugins/domains/gpu/{vendor}/*'],
    values: [
      ...['plugins/domains/gpu/{vendor}/*', 'plugins/domains/gpu/{part}.ts', 'schemas/gpu/{vendor}.ts'],
      'src/readers/gpu/drm/bounds.ts',
      ...[
        'schemas/gpu/gpu.ts',
        'schemas/gpu/drm.ts',
        'src/readers/gpu/{vendor}/*',
        'src/readers/portable/gpu/{vendor}.ts',
      ],
      ...domainTools,
    ],
    types: [...handedToDomains, ...sharedReaders],
  },
  {
    place: 'what all GPU vendors share',
    files: ['plugins/domains/gpu/{part}.ts'],
    values: [
      'plugins/domains/gpu/{other}.ts',
      ...['schemas/gpu/gpu.ts', 'schemas/gpu/drm.ts', 'schemas/gpu/process.ts', 'schemas/gpu/throttle.ts'],
      ...['src/readers/gpu/card.ts', 'src/readers/gpu/bounds.ts', 'src/readers/gpu/energy-counter.ts'],
      ...['src/clock.ts', ...domainTools],
    ],
    types: [...handedToDomains, ...sharedReaders],
  },
  {
    place: 'how a runner is shown',
    files: ['plugins/domains/runner/*'],
    values: ['plugins/domains/runner/*', 'schemas/runner.ts', ...domainTools],
    types: handedToDomains,
  },
  ...['models', 'ollama'].map((domain) => ({
    place: `the domain ${domain}, with what runs models`,
    files: [`plugins/domains/${domain}/*`],
    values: [
      ...[`plugins/domains/${domain}/*`, `schemas/${domain}.ts`, `src/readers/${domain}/*`],
      ...['plugins/domains/runner/*', 'schemas/runner.ts', ...domainTools],
    ],
    types: [...handedToDomains, 'src/readers/ollama/runners.ts'],
  })),
  {
    place: 'a domain',
    files: ['plugins/domains/{domain}/*'],
    values: [
      ...['plugins/domains/{domain}/*', 'schemas/{domain}.ts'],
      ...['src/readers/{domain}/*', 'src/readers/portable/{domain}.ts', ...domainTools],
    ],
    types: handedToDomains,
  },
  {
    place: 'derived domains',
    files: ['plugins/derived/*'],
    values: ['plugins/core/domain/*', 'schemas/*', 'src/exposition/*', 'src/sampling/*', ...words],
    types: [typebox, 'fastify'],
  },
  {
    place: 'views',
    files: ['plugins/views/{view}/*'],
    values: [
      ...[
        'fastify-plugin',
        typebox,
        'node:stream',
        'node:zlib',
        'plugins/views/{view}/*',
        'plugins/core/*',
        'schemas/*',
      ],
      ...['src/exposition/*', 'src/sampling/*', 'src/package.ts', ...words],
    ],
    // What is handed in: the files of the page, and what this process itself uses.
    types: ['fastify', 'src/settings/settings.ts', 'src/process/pages.ts', 'src/host/own-process.ts'],
  },
  // What runs in a browser is a client like any other: it knows the API by its document alone.
  { place: 'the dashboard', files: ['dashboard/*'], values: ['dashboard/*'], types: ['src/client/api.ts'] },
];

/** One import of a file: what is imported, from the project's folder when it is a file. */
export interface Import {
  target: string;
  typeOnly: boolean;
}

/** Why `file` may not have this import; null when it may. */
export function forbidden(file: string, { target, typeOnly }: Import): string | null {
  const found = rowOf(file);
  if (found === null) return `${file} belongs to no row of the table of imports`;
  const { row, names } = found;
  const { place, values, types } = row;
  const matches = (patterns: string[]) =>
    patterns.some((pattern) => asExpression(pattern, names).test(target));
  if (matches(values) || (typeOnly && matches(types))) return null;
  if (matches(types)) return `${file} (${place}) may import only types of ${target}`;
  return `${file} (${place}) may not import ${target}`;
}

type Names = Readonly<Record<string, string>>;

/** The row that holds `file`, and what the names in its patterns stand for. */
export function rowOf(file: string): { row: Row; names: Names } | null {
  for (const row of table) {
    for (const pattern of row.files) {
      const match = asExpression(pattern).exec(file);
      if (match !== null) return { row, names: { ...match.groups } };
    }
  }
  return null;
}

/** Whether a pattern of the table means `path`; each name in braces that `names` does not tell is any one name. */
export function asExpression(pattern: string, names: Names = {}): RegExp {
  const parts = pattern.split(/(\*|\{\w+\})/).map((part) => {
    if (part === '*') return '.*';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) return escaped(part);
    const known = names[name];
    return known === undefined ? `(?<${name}>[^/]+)` : escaped(known);
  });
  return new RegExp(`^${parts.join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
