/**
 * `node scripts/bundle.mjs dist` puts the compiled service of that folder and the packages it needs into a few files of
 * `dist/service`, which is what runs: a thousand small files take three times as long to load. Packages with files of
 * their own (binaries, pages) stay where they are installed. The licences of all that is in it are written beside, and
 * what this V8 makes of the service when it is loaded, which takes a quarter off every start.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = resolve(process.argv[2] ?? 'dist');
const folder = join(dist, 'service');

/** The service itself: one file, which src/process/bundle.ts loads. */
const service = 'src/run.js';
/** What is started beside it. Each is a file of its name, where `new URL('./name.js', import.meta.url)` finds it. */
const beside = [
  'src/process/watchdog-thread.js',
  'src/host/helper/child.js',
  'src/listening/health-check.js',
];

/** @satisfies {import('esbuild').BuildOptions} */
const options = {
  outdir: folder,
  // Packages are looked for from the project's folder, wherever the compiled files are.
  absWorkingDir: root,
  nodePaths: [join(root, 'node_modules')],
  // Those with files of their own.
  external: ['@fastify/swagger-ui', 'koffi', 'libsql', 'pino-pretty', 'uplot'],
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  // Comments are a third of it, and one character that is no Latin-1 doubles what the source takes in memory.
  minifyWhitespace: true,
  lineLimit: 160,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
};

const builds = await Promise.all([
  build({
    ...options,
    entryPoints: [entry(service)],
    format: 'cjs',
    // In a script that is no module, `import()` is an experiment of Node's, which says so each time.
    supported: { 'dynamic-import': false },
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({
    ...options,
    entryPoints: beside.map(entry),
    format: 'esm',
    splitting: true,
    // Packages that are not modules ask for Node's own by a function that modules do not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  }),
]);
const files = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(join(folder, 'LICENCES.txt'), licences(files));
await writeCache(join(folder, 'run.cjs'));

function entry(path) {
  return { in: join(dist, path), out: basename(path, '.js') };
}

async function writeCache(path) {
  const { cacheBundle } = await import(pathToFileURL(join(dist, 'src/process/bundle.js')).href);
  cacheBundle(path);
}

/** The licence texts of all packages that `files` belong to. */
function licences(files) {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  return [...folders].sort().map(licence).join('\n');
}

function licence(folder) {
  const absolute = resolve(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(absolute, 'package.json'), 'utf8'));
  const texts = readdirSync(absolute)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .map((file) => readFileSync(join(absolute, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts, ''].join('\n\n');
}
