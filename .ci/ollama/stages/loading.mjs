import { setTimeout as sleep } from 'node:timers/promises';
import { load, loaded, unload } from '../asking.mjs';
import { compareIdle, compareList, compareOrphans, runnerIn } from '../beside.mjs';
import { slotsOf } from '../runners.mjs';

/** No model is loaded. */
export async function nothing(context) {
  const { ollama, services, check, skip } = context;
  await unload(ollama, 'writer');
  await gone(ollama);
  for (const service of services) {
    const found = await service.until((body) => body.state === 'ok' && body.models.length === 0);
    check(`${service.name}: no model`, found?.body.running_models === 0, found);
    await compareOrphans(context, service, [], 'when all is well');
    if (!service.has.queue) skip('who waits for a model is not told yet');
    // The other service has two connections at most.
    else check(`${service.name}: nobody waits`, found?.body.queue_at_most <= 2, found?.body.queue_at_most);
  }
}

/** Resolves when Ollama's list is empty. */
export async function gone(ollama) {
  while ((await loaded(ollama)).length > 0) await sleep(100);
}

/** A model loads, slowed down so that it takes seconds: /api/ps does not have it, its runner answers 503. */
export async function loading({ ollama, services, check, skip }) {
  let isDone = false;
  const asked = load(ollama, 'heavy').finally(() => (isDone = true));
  const refused = [];
  while (!isDone) {
    const [runner] = ollama.runners();
    if (runner !== undefined && refused.length < 30) await slowly(runner.pid);
    const answer = runner === undefined ? null : await slotsOf(runner).catch(() => null);
    if (answer?.status === 503) refused.push({ at: Date.now(), pid: runner?.pid });
    await sleep(20);
  }
  await asked;
  const [first, last] = [refused[0], refused.at(-1)];
  const [start, end] = [first?.at ?? 0, last?.at ?? 0];
  console.log(`     it loaded for ${((end - start) / 1000).toFixed(1)} s`);
  for (const service of services) {
    if (!service.has.runner && !service.has.models) skip('a model that loads is not told yet');
    else if (end - start < 2_500) skip('the model loaded too quickly to be seen');
    else {
      const told = service
        .between(start, end)
        .map(({ body, all }) => [...body.models, ...(all?.models ?? [])]);
      const seen = told.flat().filter(({ runner }) => runner?.pid === first?.pid);
      const states = [...new Set(seen.map(({ runner, state }) => runner.state ?? state))];
      check(`${service.name}: the runner ${first?.pid} loads`, states.join() === 'loading', states);
    }
  }
}

/** Lets a process do nothing for a while. */
async function slowly(pid) {
  process.kill(pid, 'SIGSTOP');
  await sleep(150);
  process.kill(pid, 'SIGCONT');
}

/** Two models are loaded and do nothing. */
export async function idle(context) {
  const { ollama, services, check } = context;
  await load(ollama, 'writer');
  for (const service of services) {
    const both = await service.until((body) => body.models.length === 2);
    check(`${service.name}: both models are told`, both !== null, service.seen.at(-1));
    if (both === null) continue;
    // A process that was loading a moment ago is looked at again within a second or two.
    const areIdle = (body) => ['heavy', 'writer'].every((name) => runnerIn(body, name)?.state === 'idle');
    const found = (service.has.runner ? await service.until(areIdle, 5_000) : null) ?? both;
    await compareList(context, service, 'idle');
    for (const name of ['heavy', 'writer']) {
      await compareIdle(context, service, found.body, name, await runnerOf(ollama, name));
    }
  }
}

/** The process that runs a model: the one with the first file that /api/show names. */
export async function runnerOf(ollama, name) {
  const { modelfile } = await ollama.api('/api/show', { model: name });
  const blob = /^FROM .*sha256-([0-9a-f]+)/m.exec(modelfile)?.[1];
  return ollama.runners().find((runner) => runner.blob === blob);
}
