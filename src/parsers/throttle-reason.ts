/** What a reason comes from, whoever made the card: `setting` is what somebody or a program has set. */
export type ThrottleClass = 'heat' | 'power' | 'current' | 'setting' | 'other';

/** One reason that holds the clocks of a card down, in the words of its maker, and what it comes from. */
export interface ThrottleReason {
  class: ThrottleClass;
  reason: string;
}
