/**
 * `node scripts/bundle.mjs dist` puts the compiled service of that folder and the packages it needs into a few files of
 * `dist/service`, which is what runs: a thousand small files take twice as long to load. Packages with files of their
 * own (binaries, pages) stay where they are installed. Their licences are written beside.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = resolve(process.argv[2] ?? 'dist');
const folder = join(dist, 'service');

/** Each is a file of that name in the bundle, where `new URL('./name.js', import.meta.url)` finds it. */
const entries = [
  'src/run.js',
  'src/process/watchdog-thread.js',
  'src/host/helper/child.js',
  'src/listening/health-check.js',
];

/** Those with files of their own. */
const asInstalled = ['@fastify/swagger-ui', 'koffi', 'libsql', 'pino-pretty', 'uplot'];

/** Packages that are not modules ask for Node's own by a function that modules do not have. */
const requireOfModules = [
  "import { createRequire as requireOf } from 'node:module';",
  'const require = requireOf(import.meta.url);',
].join(' ');

const { metafile } = await build({
  entryPoints: entries.map((entry) => ({ in: join(dist, entry), out: basename(entry, '.js') })),
  outdir: folder,
  // Packages are looked for from the project's folder, wherever the compiled files are.
  absWorkingDir: root,
  nodePaths: [join(root, 'node_modules')],
  external: asInstalled,
  banner: { js: requireOfModules },
  bundle: true,
  splitting: true,
  metafile: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Comments are a third of it, and one character that is no Latin-1 doubles what the source takes in memory.
  minifyWhitespace: true,
  lineLimit: 160,
  charset: 'ascii',
  legalComments: 'none',
  // For `node --enable-source-maps`; never read else.
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});
writeFileSync(join(folder, 'LICENCES.txt'), licences(Object.keys(metafile.inputs)));

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
