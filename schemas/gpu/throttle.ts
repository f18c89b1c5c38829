import { Type, type Static } from '@sinclair/typebox';
import { oneOf, text } from '../units.js';

/** What a reason for throttling comes from; the same words for every maker. */
export const throttleClasses = ['heat', 'power', 'current', 'setting', 'other'] as const;

/** A reason that holds the clocks of a card down. */
export const GpuThrottleReason = Type.Object(
  {
    class: oneOf(
      'What it comes from, in the same words for every maker: "setting" is what somebody or a program has set.',
      throttleClasses,
    ),
    reason: text("The reason in the words of the card's maker.", 'software power cap'),
  },
  {
    $id: 'GpuThrottleReason',
    title: 'GpuThrottleReason',
    description: 'A reason that holds the clocks of a graphics card down.',
  },
);
export type GpuThrottleReason = Static<typeof GpuThrottleReason>;
