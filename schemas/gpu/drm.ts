import { Type, type Static } from '@sinclair/typebox';
import { finePercent, list, nullable, ref, text } from '../units.js';

/** One kind of engine of a card. */
export const GpuEngine = Type.Object(
  {
    name: text("The engine as the card's driver calls it.", 'render'),
    usage_percent: nullable(
      finePercent('How busy it was, all programs together.', { example: 12.5 }),
      'when what was told cannot be',
    ),
  },
  { $id: 'GpuEngine', title: 'GpuEngine', description: 'One kind of engine of a graphics card.' },
);
export type GpuEngine = Static<typeof GpuEngine>;

/** What Linux tells of a card's driver and of the programs that have it open, whoever made the card. */
export const drmProperties = {
  kernel_driver: nullable(text("The kernel's driver of the card; null when not seen.", 'amdgpu')),
  pci_id: nullable(text('PCI ids of vendor and device.', '1002:744c'), 'for a card on no PCI bus'),
  engines: nullable(
    list(
      'How busy each engine was over the last seconds; null when not told, or when not every program can be seen.',
      ref(GpuEngine),
    ),
  ),
};
