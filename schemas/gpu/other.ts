import { Type, type Static } from '@sinclair/typebox';
import { drmProperties } from './drm.js';
import { gpuProperties, vendorStats } from './gpu.js';

/** A card of a maker without a backend of its own: the fields of every card, and what Linux tells of any. */
export const OtherGpu = Type.Object(
  { ...gpuProperties, ...drmProperties },
  { $id: 'OtherGpu', title: 'OtherGpu', description: 'A GPU of another maker, as far as Linux tells of it.' },
);
export type OtherGpu = Static<typeof OtherGpu>;

/** `/stats/gpu/other`. */
export const OtherStats = vendorStats('OtherStats', 'The GPUs of all other makers.', OtherGpu);
export type OtherStats = Static<typeof OtherStats>;
