import type { drmProperties } from '../../../schemas/gpu/drm.js';
import type { Static, TObject } from '@sinclair/typebox';
import type { DrmCard } from '../../../src/readers/gpu/drm/cards.js';
import { shownAs } from '../../core/domain/rounding.js';
import { field, type Rows } from './row.js';

/** What Linux tells of a card's driver and of the programs that have it open, whoever made the card. */
export const drmRows: Rows<DrmCard, Static<TObject<typeof drmProperties>>> = {
  kernel_driver: field((card) => card.kernelDriver),
  pci_id: field((card) => card.pciId),
  engines: field(
    ({ engines }) =>
      engines?.map(({ name, percent }) => ({ name, usage_percent: shownAs('finePercent', percent) })) ?? null,
  ),
};
