import { bytes, finePercent, gigabytes, nullable, oneOf } from '../units.js';

const untold = 'where its driver does not tell it';
const withoutMemory = `for a card without memory of its own, and ${untold}`;

/** What memory a card has, how much of it is in use, and what a program on it can have. */
export const gpuMemoryProperties = {
  vram_total_gb: nullable(gigabytes("Size of the card's memory.", { example: 15.92 }), withoutMemory),
  vram_used_gb: nullable(gigabytes('How much of it is in use.', { example: 0.06 }), withoutMemory),
  vram_free_gb: nullable(gigabytes('How much of it is free.', { example: 15.86 }), withoutMemory),
  vram_used_percent: nullable(
    finePercent('How full the memory is: used ÷ total, two decimals.', { example: 0.35 }),
    'when one of the two is not known',
  ),
  vram_total_bytes: nullable(bytes('Exact twin of `vram_total_gb`.'), 'when that is'),
  vram_used_bytes: nullable(bytes('Exact twin of `vram_used_gb`.'), 'when that is'),
  vram_free_bytes: nullable(bytes('Exact twin of `vram_free_gb`.'), 'when that is'),
  memory_kind: nullable(
    oneOf('"dedicated" memory of its own, "unified" with the system\'s, or a "carveout" of it.', [
      'dedicated',
      'unified',
      'carveout',
    ]),
    'when nothing tells it',
  ),
  gtt_total_bytes: nullable(
    bytes('System memory the card may use besides its own (AMD GTT).'),
    'for cards of other makers',
  ),
  gtt_used_bytes: nullable(
    bytes('System memory the card uses besides its own (AMD GTT).'),
    'for cards of other makers',
  ),
  usable_memory_total_bytes: nullable(
    bytes(
      'The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system\'s beside it (`gtt_total_bytes`); for "unified" memory the system\'s.',
      { example: 67108864000 },
    ),
    untold,
  ),
  usable_memory_used_bytes: nullable(
    bytes('How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever.'),
    untold,
  ),
};
