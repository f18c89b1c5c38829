/** One row of the table: which files a place holds and what they may import. `*` stands for any characters. */
export interface Place {
  /** The files, from the project's folder. */
  files: string[];
  /** What they may import: packages, `node:` modules, files of this project. */
  values: string[];
  /** What they may only `import type`, beside the above. */
  types: string[];
}

const typebox = '@sinclair/typebox';
/** What all GPU readers share: the form of a card, and how Linux tells of cards (DRM). */
const cards = ['src/readers/gpu/card.ts', 'src/readers/gpu/drm-*'];
/** What a container lets be seen of the machine: one way of telling it for all readers. */
const view = ['src/readers/view/*'];
const shown = ['src/clock.ts', 'src/host/*', 'src/settings/settings.ts', 'src/sampling/*', ...cards];
const schemasOfCore = ['schemas/index.ts', 'schemas/problem.ts', 'schemas/units.ts'];

/**
 * Who may import whom; the first place that holds a file decides. `{name}` is the file's own name within its place
 * (`gpu/amd` of `plugins/domains/gpu/amd/plugin.ts`), `{family}` the same up to the first hyphen (`gpu/nvidia` of
 * `src/readers/gpu/nvidia-smi.ts`). What is not listed is forbidden, and so is a file that no place holds.
 */
export const places: Record<string, Place> = {
  'the composition': {
    files: [
      'src/app.ts',
      'src/main.ts',
      'src/settings/help.ts',
      'src/settings/command.ts',
      'src/check/*',
      'src/health-*',
    ],
    values: ['*'],
    types: [],
  },
  'where it listens': {
    files: ['src/listening/listening.ts', 'src/listening/tls-servers.ts'],
    values: [
      ...[
        'node:https',
        'src/failures.ts',
        'src/settings/values.ts',
        'src/history-settings.ts',
        'src/listening/tls-servers.ts',
      ],
      ...[
        'src/listening/certificate.ts',
        'src/listening/certificate-watch.ts',
        'src/listening/unix-socket.ts',
      ],
    ],
    types: ['fastify', 'node:http', 'node:net', 'node:tls', 'src/clock.ts', 'src/settings/settings.ts'],
  },
  'the clock, the failures': { files: ['src/clock.ts', 'src/failures.ts'], values: [], types: [] },
  // Secrets have one place, which nothing but the settings, the core and the composition may ask.
  'who may ask': {
    files: ['src/access/*'],
    values: [
      ...['node:crypto', 'node:fs', 'node:fs/promises', 'node:net', 'node:path'],
      ...['src/access/*', 'src/failures.ts', 'src/settings/values.ts'],
    ],
    types: ['src/clock.ts', 'src/settings/settings.ts'],
  },
  'the version': { files: ['src/version.ts'], values: ['node:module'], types: [] },
  'the settings': {
    files: ['src/settings/settings.ts', 'src/setting-*'],
    values: ['node:net', 'src/access/*', 'src/parsers/*', 'src/setting-*'],
    types: [],
  },
  'the client': { files: ['src/client/*'], values: ['openapi-fetch', 'src/client/*'], types: [] },
  schemas: { files: ['schemas/*'], values: [typebox, 'schemas/*'], types: [] },
  parsers: { files: ['src/parsers/*'], values: ['src/parsers/*'], types: [] },
  'the host': {
    files: ['src/host/*'],
    values: [
      ...['node:*', 'undici', 'systeminformation', 'koffi', 'libsql'],
      ...['src/clock.ts', 'src/failures.ts', 'src/host/*'],
    ],
    types: [],
  },
  readers: {
    files: ['src/readers/*'],
    values: [
      ...['src/failures.ts', 'src/parsers/*', ...cards, ...view, 'src/readers/portable/known.ts'],
      ...['src/readers/{family}.ts', 'src/readers/{family}-*'],
    ],
    types: ['src/clock.ts', 'src/host/*', 'src/readers/*'],
  },
  sampling: {
    files: ['src/sampling/*'],
    values: ['src/clock.ts', 'src/failures.ts', 'src/sampling/*'],
    types: [typebox, 'src/exposition/metric.ts', 'src/host/history/store.ts'],
  },
  'metrics of a domain': {
    files: ['plugins/metrics/*'],
    values: [
      'src/exposition/*',
      'plugins/domains/gpu/measures.ts',
      'plugins/views/metrics/compat/exporter.ts',
    ],
    types: [
      ...['src/readers/{name}.ts', 'src/readers/{name}-*', ...cards, 'schemas/gpu/nvidia.ts'],
      ...['src/sampling/catalogue.ts', 'src/sampling/tracked.ts', 'src/host/own-process.ts'],
    ],
  },
  exposition: { files: ['src/exposition/*'], values: ['src/exposition/*'], types: [] },
  core: {
    files: ['plugins/core/*'],
    values: [
      ...[
        'fastify',
        'fastify-plugin',
        '@fastify/*',
        typebox,
        ...['node:crypto', 'node:http', 'node:stream', 'node:util', 'node:zlib'],
        ...schemasOfCore,
        'plugins/core/*',
      ],
      ...['src/clock.ts', 'src/failures.ts', 'src/access/*', 'src/sampling/*', 'src/settings/settings.ts'],
      ...['src/settings/values.ts', 'src/version.ts'],
      // Durations and instants are written in queries as everywhere else.
      ...['src/parsers/duration.ts', 'src/parsers/rfc3339.ts'],
    ],
    types: ['node:net', 'src/host/*', 'src/exposition/*'],
  },
  'what all GPU vendors share': {
    files: ['plugins/domains/gpu/vendor.ts', 'plugins/domains/gpu/vendor-silent.ts'],
    values: [
      ...['fastify-plugin', 'plugins/core/*', 'plugins/domains/gpu/metrics.ts', 'schemas/gpu/gpu.ts'],
      ...['schemas/units.ts', 'src/failures.ts', 'plugins/domains/gpu/vendor-silent.ts'],
      'plugins/domains/gpu/history.ts',
    ],
    types: ['fastify', typebox, ...shown, 'plugins/domains/gpu/measures.ts'],
  },
  'GPU domains': {
    files: ['plugins/domains/gpu/*'],
    values: [
      ...['plugins/core/*', 'plugins/domains/gpu/vendor.ts', 'schemas/{name}.ts', 'schemas/gpu/gpu.ts'],
      ...['schemas/units.ts', 'src/readers/{name}.ts', 'src/readers/portable/{name}.ts', 'src/failures.ts'],
      'plugins/metrics/{name}.ts',
    ],
    types: [typebox, ...shown, 'src/readers/{name}-*'],
  },
  domains: {
    files: ['plugins/domains/*'],
    values: [
      ...['plugins/core/*', 'schemas/{name}.ts', 'schemas/units.ts', 'src/failures.ts'],
      ...['src/readers/{name}.ts', 'src/readers/portable/{name}.ts', 'plugins/metrics/{name}.ts'],
      'src/sampling/tracked.ts',
    ],
    types: [typebox, ...shown],
  },
  'derived domains and views': {
    files: ['plugins/derived/*', 'plugins/views/*'],
    values: [
      ...['fastify', 'fastify-plugin', '@fastify/*', typebox, 'plugins/core/*', 'schemas/*'],
      ...['src/exposition/*', 'src/failures.ts', 'src/sampling/*', 'src/version.ts'],
      ...['plugins/views/metrics/own.ts', 'plugins/metrics/compat/*', 'plugins/views/{name}-*'],
    ],
    types: ['src/clock.ts', 'src/settings/settings.ts', 'src/process/pages.ts'],
  },
  // What runs in a browser is a client like any other: it knows the API by its document alone.
  'the dashboard': { files: ['dashboard/*'], values: ['dashboard/*'], types: ['src/client/api.ts'] },
};

/** One import of a file: what is imported, from the project's folder when it is a file. */
export interface Import {
  target: string;
  typeOnly: boolean;
}

/** Why `file` may not have this import; null when it may. */
export function forbidden(file: string, { target, typeOnly }: Import): string | null {
  const place = placeOf(file);
  if (place === null) return `${file} belongs to no place in the table of imports`;
  const [name, { values, types }, names] = place;
  const matches = (patterns: string[]) => patterns.some((pattern) => names(pattern).test(target));
  if (matches(values) || (typeOnly && matches(types))) return null;
  if (matches(types)) return `${file} (${name}) may import only types of ${target}`;
  return `${file} (${name}) may not import ${target}`;
}

function placeOf(file: string): [string, Place, (pattern: string) => RegExp] | null {
  for (const [title, place] of Object.entries(places)) {
    const pattern = place.files.find((one) => asExpression(one).test(file));
    if (pattern === undefined) continue;
    const name = nameWithinPlace(file);
    const family = name.replace(/-[^/]*$/, '');
    const filledIn = (text: string) => asExpression(text.replace('{name}', name).replace('{family}', family));
    return [title, place, filledIn];
  }
  return null;
}

/** `gpu/amd` of `plugins/domains/gpu/amd/plugin.ts`, of `src/readers/gpu/amd/reader.ts` and of `schemas/gpu/amd.ts`. */
export function nameWithinPlace(file: string): string {
  return file.replace(/^(?:schemas|plugins\/[^/]+|src\/[^/]+)\//, '').replace(/\.ts$/, '');
}

function asExpression(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
