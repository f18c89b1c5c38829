/** What the service says of models beside what Ollama, its own program and its runners say. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loaded } from './asking.mjs';
import { ownOf, shareOf, slotsOf } from './runners.mjs';

/** A line for each check; what is not yet told is skipped, once for each stage. */
export function checks() {
  const failures = [];
  /** @type {(what: string, passed: boolean, found?: unknown) => void} */
  const check = (what, passed, found = '') => {
    if (!passed) failures.push(what);
    const told = typeof found === 'string' ? found : JSON.stringify(found);
    console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${told}`);
  };
  /** Two numbers no further apart than `share` of theirs, or than `some`. */
  const near = (what, ours, theirs, share, some = 0) => {
    const apart = typeof ours === 'number' ? Math.abs(ours - theirs) : Infinity;
    const shown = `${rounded(ours)} beside ${rounded(theirs)}`;
    check(`${what}: ${shown}`, apart <= Math.max(Math.abs(theirs) * share, some), 'too far apart');
  };
  const said = new Set();
  const skip = (what) => {
    if (!said.has(what)) console.log(`SKIPPED: ${what.toUpperCase()}`);
    said.add(what);
  };
  return { check, near, skip, failures };
}

function rounded(value) {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : String(value);
}

/** The list itself: as /api/ps gives it, and as `ollama ps` writes it. */
export async function compareList(context, service, stage) {
  const { body, listed, printed } = await steadyLook(context, service);
  const told = body?.models ?? [];
  // Those that expire at the same time stand in another order at each look.
  const ordered = (models) => models.toSorted((one, other) => (one.digest < other.digest ? -1 : 1));
  const ours = ordered(told).map((one) => [
    ...[one.name, one.digest, one.size_bytes, one.vram_bytes, one.expires_at, one.context_length],
  ]);
  const theirs = ordered(listed).map((one) => [
    ...[one.name, one.digest, one.size, one.size_vram, one.expires_at, one.context_length],
  ]);
  const isSame = isDeepStrictEqual(ours, theirs);
  const what = `${service.name}, ${stage}: ${theirs.length} models as /api/ps lists them`;
  context.check(what, isSame, { ours, theirs });
  const written = told.map((one) => [one.name, one.digest?.slice(0, 12), one.processor]).sort();
  const isPrinted = isDeepStrictEqual(written, printed.toSorted());
  context.check(`${service.name}, ${stage}: and as \`ollama ps\` prints them`, isPrinted, {
    written,
    printed,
  });
}

/** Ollama may change its list between a reading of the service and our own: one with the same before and after it. */
async function steadyLook({ kept, ollama }, service) {
  for (let tries = 1; ; tries += 1) {
    const before = await loaded(ollama);
    const found = await service.until(() => true);
    const printed = printedBy(kept, ollama);
    const listed = await loaded(ollama);
    if (isDeepStrictEqual(before, listed) || tries === 8) return { body: found?.body, listed, printed };
  }
}

function printedBy(kept, { url }) {
  const env = { HOME: '/nonexistent', OLLAMA_HOST: url };
  const text = execFileSync(join(kept, 'bin/ollama'), ['ps'], { encoding: 'utf8', env, timeout: 10_000 });
  const lines = text.trim().split('\n').slice(1);
  return lines.map((line) => {
    const [name, digest, , processor] = line.split(/\s{2,}/);
    return [name, digest, processor];
  });
}

/** What the service says of the runner of a model; null where it says nothing. */
export function runnerIn(body, name) {
  return body.models.find((model) => model.name === `${name}:latest`)?.runner ?? null;
}

/** An idle runner: its process, its slots and its memory. */
export async function compareIdle(context, service, body, name, process) {
  const { check, near, skip } = context;
  if (!service.has.runner) return skip('runners of models are not told yet');
  const runner = runnerIn(body, name);
  const of = `${service.name}, ${name} idle`;
  const { slots } = await slotsOf(process);
  const told = [runner?.state, runner?.pid, runner?.slots_busy, runner?.slots_total, runner?.context_length];
  const truth = ['idle', process.pid, 0, slots.length, slots[0]?.context];
  check(`${of}: state, process, slots and context`, isDeepStrictEqual(told, truth), { told, truth });
  const isStill = [null, 0].includes(runner?.tokens_per_second ?? null);
  check(`${of}: no tokens per second`, isStill, runner?.tokens_per_second);
  const { memory_source: source, memory_bytes: bytes } = runner ?? {};
  const share = /pss/i.test(String(source)) ? shareOf(process.pid) : process.rss;
  near(`${of}: memory (${source})`, bytes, share ?? NaN, 0.1, 16 * 2 ** 20);
}

/** Runners whose Ollama is gone: those of the `pids`, and no others of ours. */
export async function compareOrphans({ ollama, check, skip }, service, pids, when) {
  if (!service.has.orphans) {
    skip('runners without an Ollama are not told yet');
    return;
  }
  const told = ({ orphans }) =>
    ownOf(
      orphans.map(({ runner }) => runner.pid),
      ollama.folder,
    ).join();
  const found = await service.until((body) => told(body) === pids.join(), 12_000);
  const last = service.seen.at(-1)?.body.orphans;
  check(`${service.name}: ${pids.length} runners without an Ollama ${when}`, found !== null, last);
}

/**
 * The mean of what was told while a request ran, its first two seconds and its last reading left out; each counts for
 * the time since the one before, since a busy machine reads more seldom. Null for none.
 */
export function meanWhile(service, { from, to }, valueOf) {
  const start = from + 2_000;
  const told = service.between(start, to - 200).map(({ at, body }) => ({ at, value: valueOf(body) }));
  const known = told.filter(({ value }) => typeof value === 'number');
  const spans = known.map(({ at }, index) => at - (known[index - 1]?.at ?? start - 1_000));
  const sum = known.reduce((all, { value }, index) => all + value * spans[index], 0);
  return known.length === 0 ? null : sum / spans.reduce((all, span) => all + span, 0);
}

/** The states of a runner that were told from one instant to another, each once, in their order. */
export function statesBetween(service, from, to, name) {
  const states = service.between(from, to).map(({ body }) => runnerIn(body, name)?.state ?? null);
  return states.filter((state, index) => state !== states[index - 1]);
}
