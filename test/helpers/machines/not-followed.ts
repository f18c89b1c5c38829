import { Failure } from '../../../src/failures.js';
import type { Program } from '../../../src/host/host.js';

/** `follow` of a program that nobody has recorded in a loop. */
export const notFollowed: Program['follow'] = () => ({
  latest: () => Promise.reject(new Failure('absent', 'not part of this test')),
  stop: () => Promise.resolve(),
});
