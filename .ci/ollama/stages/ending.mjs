import { setTimeout as sleep } from 'node:timers/promises';
import { load, loaded, unload, write } from '../asking.mjs';
import { compareList, compareOrphans, runnerIn } from '../beside.mjs';
import { createModel } from '../server.mjs';
import { gone, runnerOf } from './loading.mjs';

const working = ['loading', 'idle', 'prompt', 'generating'];

/** A name created anew while it was loaded: two models of one name. */
export async function anew(context) {
  const { ollama, services, check, skip } = context;
  await unload(ollama, 'heavy');
  await load(ollama, 'writer');
  const first = await runnerOf(ollama, 'writer');
  await createModel(ollama, 'writer', 'second');
  await write(ollama, 'writer', { tokens: 5 });
  const second = await runnerOf(ollama, 'writer');
  const isTwice = (body) => body.models.filter(({ name }) => name === 'writer:latest').length === 2;
  for (const service of services) {
    const found = await service.until(isTwice);
    check(`${service.name}: the name is told twice`, found !== null, service.seen.at(-1)?.body);
    if (found === null) continue;
    await compareList(context, service, 'created anew');
    if (!service.has.runner) {
      skip('runners of models are not told yet');
      continue;
    }
    const told = found.body.models
      .filter(({ name }) => name === 'writer:latest')
      .map(({ runner }) => runner?.pid);
    const pids = [first?.pid, second?.pid];
    check(`${service.name}: each with its runner`, [...told].sort().join() === pids.sort().join(), {
      told,
      pids,
    });
  }
}

/** All models are told to go; of a name that was created anew the older one stays. */
export async function stopped({ ollama, services, check }) {
  for (const name of ['writer', 'embedder', 'heavy']) await unload(ollama, name);
  while ((await loaded(ollama)).length > 1) await sleep(100);
  const left = (await loaded(ollama)).map(({ digest }) => digest).join();
  for (const service of services) {
    const found = await service.until(
      (body) => body.models.map(({ digest }) => digest).join() === left,
      4_000,
    );
    check(
      `${service.name}: the models that were stopped are gone`,
      found !== null,
      service.seen.at(-1)?.body,
    );
  }
}

/** Ollama is stopped, which ends its runners, and started again. */
export async function restarted(context) {
  const { ollama, services, check } = context;
  await ollama.stop();
  for (const service of services) {
    const absent = await service.until(({ state }) => state === 'absent');
    check(`${service.name}: Ollama is absent`, absent?.body.running_models === 0, service.seen.at(-1)?.body);
    await compareOrphans(context, service, [], 'when Ollama was stopped');
  }
  await ollama.serveAgain();
  for (const service of services) {
    const back = await service.until((body) => body.state === 'ok' && body.models.length === 0);
    check(`${service.name}: Ollama is back, without a model`, back !== null, service.seen.at(-1)?.body);
  }
}

/** A runner is killed: Ollama goes on listing its model. */
export async function killedRunner({ ollama, services, check, skip }) {
  await load(ollama, 'writer');
  const runner = await runnerOf(ollama, 'writer');
  if (runner === undefined) throw new Error('the model has no runner');
  for (const service of services) await service.until((body) => body.models.length === 1);
  process.kill(runner.pid, 'SIGKILL');
  await sleep(1_000);
  const listed = await loaded(ollama);
  console.log(`     after the end of its runner /api/ps lists ${listed.length}`);
  for (const service of services) {
    if (!service.has.runner) {
      skip('that a runner is gone is not told yet');
      continue;
    }
    const found = await service.until(
      (body) => !working.includes(runnerIn(body, 'writer')?.state ?? null),
      6_000,
    );
    const told = found === null ? null : runnerIn(found.body, 'writer');
    check(`${service.name}: the runner is no longer said to work`, found !== null, service.seen.at(-1)?.body);
    console.log(`     told of it: ${JSON.stringify(told)}`);
    check(`${service.name}: why is told`, listed.length === 0 || typeof told?.reason === 'string', told);
    check(`${service.name}: no memory is made up for it`, !(told?.memory_bytes > 0), told);
  }
}

/** Ollama is killed: its runner lives on without it, also when another Ollama has started. */
export async function killedOllama(context) {
  const { ollama, services, check } = context;
  await unload(ollama, 'writer');
  await gone(ollama);
  await load(ollama, 'writer');
  const runner = await runnerOf(ollama, 'writer');
  if (runner === undefined) throw new Error('the model has no runner');
  ollama.kill();
  for (const service of services) {
    const absent = await service.until(({ state }) => state === 'absent');
    check(`${service.name}: Ollama is absent`, absent?.body.running_models === 0, service.seen.at(-1)?.body);
    await compareOrphans(context, service, [runner.pid], 'while Ollama is away');
  }
  await ollama.serveAgain();
  for (const service of services) {
    const back = await service.until((body) => body.state === 'ok' && body.models.length === 0);
    check(`${service.name}: Ollama is back, without a model`, back !== null, service.seen.at(-1)?.body);
    await compareOrphans(context, service, [runner.pid], 'when Ollama is back');
  }
  process.kill(runner.pid, 'SIGKILL');
  for (const service of services) await compareOrphans(context, service, [], 'when it is gone too');
}
