import type { TObject } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { strictValidators } from './contract.js';

/** Asserts that what a GPU vendor shows, before the serialiser could hide anything, has every field and no other. */
export async function soundBody(t: Test, app: FastifyInstance, vendor: string, gpu: TObject): Promise<void> {
  const entry = app.monitor.catalogue.get(`gpu/${vendor}`);
  const shown = await entry.current();
  if (!shown.ok) throw shown.failure;
  const validate = strictValidators(app)(entry.schema.$id ?? '');
  t.ok(validate(shown.body), JSON.stringify(validate.errors));
  const { gpus } = shown.body as { gpus: object[] };
  for (const card of gpus) t.strictSame(Object.keys(card).sort(), Object.keys(gpu.properties).sort());
}
