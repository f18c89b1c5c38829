import { Type, type Static } from '@sinclair/typebox';
import { bytes, nullable, oneOf, ordinal, text } from '../units.js';

/** A program that uses a card. */
export const GpuProcess = Type.Object(
  {
    pid: ordinal('Process id, as seen by the driver.', { example: 4711 }),
    name: nullable(text('Name of the program; null when it cannot be seen from here.', 'ollama')),
    model: nullable(
      text('The model that it runs, as `/stats/models` names it.', 'deepseek-r1:14b'),
      'when it runs none, or that was not seen in the last minute',
    ),
    kind: nullable(oneOf('What it uses the card for; null when not told.', ['compute', 'graphics', 'both'])),
    memory_bytes: nullable(
      bytes(
        'The card\'s memory it holds, of a "carveout" also what it holds of the system\'s beside it; null when not told.',
      ),
    ),
  },
  { $id: 'GpuProcess', title: 'GpuProcess', description: 'A program that uses a graphics card.' },
);
export type GpuProcess = Static<typeof GpuProcess>;
