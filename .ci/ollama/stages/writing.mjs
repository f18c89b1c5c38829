import { setTimeout as sleep } from 'node:timers/promises';
import { embed, write } from '../asking.mjs';
import { meanWhile, runnerIn, statesBetween } from '../beside.mjs';
import { runnerOf } from './loading.mjs';
import { slotsOf } from '../runners.mjs';

const rateOf = (name) => (body) => runnerIn(body, name)?.tokens_per_second ?? null;

/** A long prompt, before the first token is written. */
export async function prompted({ ollama, services, check, near, skip }) {
  const from = Date.now();
  const said = await write(ollama, 'writer', { prompt: textOf(2_600), tokens: 20 });
  const seconds = said.prompted / said.promptRate;
  const to = said.from;
  console.log(`     ${said.prompted} tokens of a prompt in ${seconds.toFixed(1)} s`);
  for (const service of services) {
    if (!service.has.runner) skip('the phases of a request are not told yet');
    else if (seconds < 3) skip('the prompt was too short to be seen');
    else {
      const states = statesBetween(service, to - seconds * 1_000 + 1_500, to - 200, 'writer');
      check(`${service.name}: the prompt is taken in`, states.join() === 'prompt', states);
      const told = service.between(from, to + 1_500);
      const rates = told
        .map(({ body }) => runnerIn(body, 'writer')?.prompt_tokens_per_second)
        .filter(Boolean);
      // A prompt moves a batch of seconds at a time, and a busy machine takes them at different speeds.
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      near(`${service.name}: tokens of the prompt per second`, mean, said.promptRate, 0.8);
    }
  }
}

/**
 * The same text for the same length, and no two that begin alike: what was taken in before would not be again. A
 * token for each character; a space would be three.
 */
function textOf(length) {
  let text = `${length}-`;
  for (let word = 0; text.length < length; word += 1) text += `${word * word + length}-`;
  return text.slice(0, length);
}

/** One request writes for a while. Its runner would tell everybody what was asked; the service does not. */
export async function writing(context) {
  const { ollama, services, check, skip } = context;
  const before = await Promise.all(services.map(atRest));
  const process = await runnerOf(ollama, 'writer');
  const prompt = textOf(60);
  const request = write(ollama, 'writer', { prompt, tokens: 1_500 });
  await sleep(4_000);
  const during = await Promise.all(services.map((service) => seenWriting(service, process)));
  const said = await request;
  console.log(`     ${said.written} tokens written, ${said.rate.toFixed(1)} a second`);
  for (const [index, service] of services.entries()) {
    const told = JSON.stringify(service.seen) + service.log();
    const isThere = during[index].truth.text.includes(prompt);
    check(
      `${service.name}: the prompt, which the runner tells, is not passed on`,
      isThere && !told.includes(prompt),
    );
    if (!service.has.runner) skip('tokens per second are not told yet');
    else await compareWriting(context, service, during[index], before[index], said);
  }
}

async function seenWriting(service, process) {
  const limit = service.has.runner ? 3_000 : 0;
  const found = await service.until((body) => runnerIn(body, 'writer')?.state === 'generating', limit);
  return { runner: found === null ? null : runnerIn(found.body, 'writer'), truth: await slotsOf(process) };
}

async function compareWriting({ check, near }, service, { runner, truth }, before, said) {
  const used = truth.slots.find(({ busy }) => busy)?.used ?? NaN;
  check(`${service.name}: it writes, one slot busy`, runner?.slots_busy === 1, runner);
  near(`${service.name}: context in use`, runner?.context_used, used, 0, Math.ceil(said.rate * 2.5));
  const mean = meanWhile(service, said, rateOf('writer'));
  near(`${service.name}: tokens per second, their mean`, mean, said.rate, 0.1);
  const after = await atRest(service);
  const more = (field) => (after?.[field] ?? NaN) - (before?.[field] ?? 0);
  const counted = more('generated_tokens_at_least');
  const isRight = counted <= said.written + 1 && counted >= said.written * 0.95;
  check(`${service.name}: ${counted} of ${said.written} tokens counted`, isRight, counted);
  const requests = [more('requests_at_least'), more('missed_requests_at_least')];
  check(`${service.name}: one request counted, none missed`, requests.join() === '1,0', requests);
}

/** What is told of the runner when it does nothing; null where nothing is. */
async function atRest(service) {
  if (!service.has.runner) return null;
  const found = await service.until((body) => runnerIn(body, 'writer')?.state === 'idle');
  return found === null ? null : runnerIn(found.body, 'writer');
}

/** Two requests write at once and a third one waits. */
export async function twoAtOnce({ ollama, services, check, near, skip }) {
  const both = [70, 80].map((length) => write(ollama, 'writer', { prompt: textOf(length), tokens: 900 }));
  await sleep(2_000);
  const third = write(ollama, 'writer', { prompt: textOf(90), tokens: 10 });
  await sleep(1_000);
  const [one, other] = await Promise.all(both);
  const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
  await third;
  console.log(`     two at once, ${one.rate.toFixed(1)} and ${other.rate.toFixed(1)} tokens a second`);
  for (const service of services) {
    if (!service.has.runner) {
      skip('tokens per second are not told yet');
      continue;
    }
    const mean = meanWhile(service, span, rateOf('writer'));
    near(`${service.name}: tokens per second of both`, mean, one.rate + other.rate, 0.1);
    const told = service.between(span.from + 1_000, span.to - 500);
    const busy = [...new Set(told.map(({ body }) => runnerIn(body, 'writer')?.slots_busy))];
    check(`${service.name}: both slots are busy`, busy.join() === '2', busy);
    if (!service.has.queue) continue;
    const waiting = told.map(({ body }) => body.queue_at_most).filter((count) => count !== null);
    const isRight = waiting.length > 0 && Math.max(...waiting) >= 1 && Math.max(...waiting) <= 3;
    check(`${service.name}: one waits, another service may`, isRight, waiting);
  }
}

/** A model that embeds has no tokens to count. */
export async function embedding({ ollama, services, check, skip }) {
  const end = Date.now() + 3_000;
  const input = Array.from({ length: 32 }, (_, index) => textOf(200 + index));
  while (Date.now() < end) await embed(ollama, 'embedder', input);
  const process = await runnerOf(ollama, 'embedder');
  for (const service of services) {
    const found = await service.until((body) => body.models.some(({ name }) => name === 'embedder:latest'));
    check(`${service.name}: the embedding model is told`, found !== null, service.seen.at(-1)?.body);
    if (!service.has.runner) {
      skip('runners of models are not told yet');
      continue;
    }
    const runner = found === null ? null : runnerIn(found.body, 'embedder');
    check(`${service.name}: its process`, runner?.pid === process?.pid, runner);
    check(`${service.name}: no rate is made up for it`, !(runner?.tokens_per_second > 0), runner);
  }
}
