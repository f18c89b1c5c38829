import type { Clock } from '../../../src/clock.js';
import type { Tree } from '../../../src/host/host.js';

/** How far a recording goes on per ms, in gaps between its two moments; and how much its pace swings. */
const swing = { share: 0.5, period: 20_000 };

/**
 * A recorded tree that goes on after its last moment: every number that grew between the two moments of a
 * file grows on, as fast as between them at most, so that nothing is busier than it can be, and slower by turns, so that
 * rates stay alive. `gap` is the time between the moments in ms.
 */
export function movingTree(before: Tree, now: Tree, clock: Clock, gap: number): Tree {
  const moved = (path: string, text: string): string => {
    const earlier = before.optional(path);
    return earlier === null ? text : goOn(earlier, text, gapsSince(clock.monotonic(), gap));
  };
  const optional = (path: string) => {
    const text = now.optional(path);
    return text === null ? null : moved(path, text);
  };
  return {
    ...now,
    required: (path) => moved(path, now.required(path)),
    optional,
    deviceText: async (path, deadline) => {
      const answer = await now.deviceText(path, deadline);
      return typeof answer === 'string' ? moved(path, answer) : answer;
    },
  };
}

/** Grows for ever: the swing is weaker than the growth. */
function gapsSince(ms: number, gap: number): number {
  const turn = (2 * Math.PI) / swing.period;
  return (ms + (swing.share * Math.sin(ms * turn)) / turn) / (1 + swing.share) / gap - 1;
}

const number = /(?<![\d.])\d+(?:\.\d+)?(?![\d.])/g;

function goOn(earlier: string, text: string, gaps: number): string {
  const first = earlier.match(number) ?? [];
  let index = -1;
  return text.replace(number, (digits) => {
    index += 1;
    const growth = Number(digits) - Number(first[index] ?? digits);
    if (growth <= 0) return digits;
    const decimals = digits.split('.')[1]?.length ?? 0;
    return (Number(digits) + growth * Math.max(0, gaps)).toFixed(decimals);
  });
}
