import { percent } from '../../../bounds.js';
import { Each, type Bounds } from '../../../plausible.js';
import { gpuBounds } from '../bounds.js';
import type { DrmCard, DrmEngine } from './cards.js';

/** What the measurements of a card of Linux can be. */
export const drmBounds: Bounds<DrmCard> = {
  ...gpuBounds,
  engines: new Each<DrmEngine, DrmCard>(({ name }) => name, { percent: percent('engines.busy_percent') }),
};
