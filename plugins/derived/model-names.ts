import type { FastifyInstance } from 'fastify';
import { OtherModels } from '../../schemas/models.js';
import { OllamaStats } from '../../schemas/ollama.js';
import type { ModelRunner } from '../../schemas/runner.js';
import { recognised } from '../../src/recognised.js';

/** A model, and the process that runs it. */
type Named = Readonly<{ name: string | null; runner: ModelRunner }>;

/** How old it may be what a process was seen to run, ms: its number may be another's by then. */
const greatestAge = 60_000;

/** Gives the model that a process runs, of those that were read last; nothing is read for it. */
export function modelNames(app: FastifyInstance): (pid: number) => string | null {
  const { catalogue, clock } = app.monitor;
  const sources = [OllamaStats, OtherModels].map((schema) => {
    const names = recognised(namesOf);
    return (pid: number) => {
      const shown = catalogue.get<typeof OllamaStats | typeof OtherModels>(schema).latest();
      if (shown?.ok !== true || clock.epoch() - shown.epoch > greatestAge) return undefined;
      return names(shown.body.models).get(pid);
    };
  });
  return (pid) => sources.map((nameOf) => nameOf(pid)).find((name) => name !== undefined) ?? null;
}

function namesOf(models: readonly Named[]): Map<number, string> {
  return new Map(
    models.flatMap(({ name, runner: { pid } }) =>
      name === null || pid === null ? [] : [[pid, name] as const],
    ),
  );
}
