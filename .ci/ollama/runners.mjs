/** Runners of Ollama as /proc shows them to everybody, and what they say themselves: the truth to compare with. */
import { readdirSync, readFileSync } from 'node:fs';
import { ask } from './http.mjs';

/** The running `llama-server` processes whose model lies below `folder`, the oldest first. */
export function runnersBelow(folder) {
  const found = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const args = read(`/proc/${name}/cmdline`).split('\0');
    const model = after(args, '--model');
    const port = Number(after(args, '--port'));
    if (!/(^|\/)llama-server$/.test(args[0]) || model === undefined || !model.startsWith(folder)) continue;
    if (!Number.isInteger(port)) continue;
    const status = fields(read(`/proc/${name}/status`));
    const rss = Number.parseInt(status.VmRSS ?? '', 10) * 1024;
    found.push({
      pid: Number(name),
      parent: Number(status.PPid),
      model,
      blob: model.replace(/^.*sha256-/, ''),
      port,
      slots: Number(after(args, '-np')),
      context: Number(after(args, '-c')),
      rss,
    });
  }
  return found.sort((one, other) => one.pid - other.pid);
}

/** Those of the pids that are not runners of another Ollama, which this machine may have too. */
export function ownOf(pids, folder) {
  const others = runnersBelow('/').filter(({ model }) => !model.startsWith(folder));
  return pids.filter((pid) => others.every((other) => other.pid !== pid));
}

/** `GET /slots` of a runner: the status, of each slot what is compared, and the whole text. */
export async function slotsOf({ port }) {
  const { status, text } = await ask(`http://127.0.0.1:${port}/slots`, { limit: 2_000 });
  const body = JSON.parse(text);
  if (status !== 200) return { status, slots: [], text };
  const slots = body.map((slot) => ({
    busy: slot.is_processing,
    generated: slot.next_token?.[0]?.n_decoded ?? 0,
    used: slot.n_prompt_tokens ?? 0,
    context: slot.n_ctx,
  }));
  return { status, slots, text };
}

/** Memory of a process that is its own share of it, bytes; null where that may not be read. */
export function shareOf(pid) {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function after(args, name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function fields(status) {
  return Object.fromEntries(status.split('\n').map((line) => line.split(/:\s*/)));
}

/** What a file holds; nothing where its process has ended meanwhile or hides it. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(error.code)) return '';
    throw error;
  }
}
