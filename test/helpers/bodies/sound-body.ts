import type { Static, TObject } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import type { VendorStats } from '../../../schemas/gpu/gpu.js';
import { strictValidators } from './contract.js';

/** Asserts that what a GPU vendor shows, before the serialiser could hide anything, has every field and no other. */
export async function soundBody<G extends TObject>(
  t: Test,
  app: FastifyInstance,
  stats: VendorStats<G>,
  gpu: G,
): Promise<void> {
  const entry = app.monitor.catalogue.get(stats);
  const shown = await entry.current();
  if (!shown.ok) throw shown.failure;
  const validate = strictValidators(app)(entry.schema.$id ?? '');
  t.ok(validate(shown.body), JSON.stringify(validate.errors));
  for (const card of cardsOf<G>(shown.body)) {
    t.strictSame(Object.keys(card).sort(), Object.keys(gpu.properties).sort());
  }
}

function cardsOf<G extends TObject>({ gpus }: Static<VendorStats<G>>): object[] {
  return gpus;
}
