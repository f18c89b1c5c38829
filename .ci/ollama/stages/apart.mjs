/**
 * Ollama in a network of its own, as in a container, and the service beside it: Ollama answers over a wire, its
 * runners listen on a loopback that is not ours. Run by itself it is inside the service's network.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { load, unload, write } from '../asking.mjs';
import { checks, compareList, compareOrphans, runnerIn } from '../beside.mjs';
import { createModel, startOllama } from '../server.mjs';
import { isReadableByOthers, startService } from '../service.mjs';

const self = fileURLToPath(import.meta.url);
const [ours, theirs] = ['10.97.31.1', '10.97.31.2'];

if (process.argv[1] === self) await inside(process.argv[2]);

/** Does all that in networks made for it, where that is allowed. */
export async function apart(kept, { check, skip }) {
  const isAllowed = process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'true']).status === 0;
  if (!isAllowed) return skip('Ollama was not tried in a network of its own, which is not allowed here');
  const child = spawn('unshare', ['--net', process.execPath, self, kept, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  const limit = setTimeout(() => child.kill(), 90_000);
  const [code] = await once(child, 'exit');
  clearTimeout(limit);
  check('Ollama in a network of its own', code === 0, `exit code ${code}`);
}

async function inside(kept) {
  const told = checks();
  const other = await otherNetwork();
  const through = ['nsenter', '--target', String(other.pid), '--net'];
  const ollama = await startOllama(kept, { through, host: theirs });
  const services = [];
  const decoys = [];
  try {
    await createModel(ollama, 'writer');
    services.push(await startService('in another network as root', ollama.url));
    if (isReadableByOthers()) {
      services.push(await startService('in another network as nobody', ollama.url, { asNobody: true }));
    }
    await load(ollama, 'writer');
    const [runner] = ollama.runners();
    decoys.push(await decoyAt(runner.port));
    await compareApart({ ...told, kept, ollama, services, runner });
    const asked = decoys[0].asked();
    told.check('nobody asks what has the port of the runner here', asked === 0, asked);
    await unload(ollama, 'writer');
  } finally {
    for (const service of services) await service.stop();
    for (const decoy of decoys) decoy.close();
    await ollama.end();
    other.kill();
  }
  process.exitCode = told.failures.length === 0 ? 0 : 1;
}

/** A process that holds a network which a wire joins to ours. */
async function otherNetwork() {
  /** @type {import('node:child_process').ChildProcess} */
  const holder = spawn('unshare', ['--net', 'sleep', '120'], { stdio: 'ignore' });
  const own = readlinkSync('/proc/self/ns/net');
  while (readlinkSync(`/proc/${holder.pid}/ns/net`) === own) await sleep(20);
  /** @type {(...args: string[]) => unknown} */
  const ip = (...args) => execFileSync('ip', args, { stdio: 'pipe', timeout: 5_000 });
  /** @type {(...args: string[]) => unknown} */
  const there = (...args) =>
    execFileSync('nsenter', ['--target', String(holder.pid), '--net', 'ip', ...args]);
  ip('link', 'set', 'lo', 'up');
  there('link', 'set', 'lo', 'up');
  ip('link', 'add', 'here', 'type', 'veth', 'peer', 'name', 'there', 'netns', String(holder.pid));
  ip('address', 'add', `${ours}/30`, 'dev', 'here');
  ip('link', 'set', 'here', 'up');
  there('address', 'add', `${theirs}/30`, 'dev', 'there');
  there('link', 'set', 'there', 'up');
  return holder;
}

/** Something else that listens where the runner would, were it here; counts who comes. */
async function decoyAt(port) {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { asked: () => count, close: () => server.close() };
}

async function compareApart(context) {
  const { ollama, services, runner, check, skip } = context;
  for (const service of services) {
    const found = await service.until((body) => body.models.length === 1);
    check(`${service.name}: the model is told`, found !== null, service.seen.at(-1)?.body);
    if (found !== null) await compareList(context, service, 'idle');
  }
  const from = Date.now();
  await write(ollama, 'writer', { tokens: 400 });
  for (const service of services) {
    if (!service.has.runner) {
      skip('runners of models are not told yet');
      continue;
    }
    const told = service.between(from, Date.now()).map(({ body }) => runnerIn(body, 'writer'));
    console.log(`     told of it: ${JSON.stringify(told.at(-1))}`);
    const rates = told.map((one) => one?.tokens_per_second ?? null).filter((rate) => rate !== null);
    check(`${service.name}: no rate is made up`, rates.length === 0, rates);
    const claims = told.filter((one) => ['idle', 'prompt', 'generating'].includes(one?.state));
    check(`${service.name}: it is not said what the runner does`, claims.length === 0, claims[0]);
    check(
      `${service.name}: but why`,
      told.every((one) => typeof one?.reason === 'string'),
      told[0],
    );
    const strangers = told.filter((one) => ![null, runner.pid].includes(one?.pid ?? null));
    check(`${service.name}: its process, or none`, strangers.length === 0, strangers[0]);
    await compareOrphans(context, service, [], 'in another network');
  }
}
