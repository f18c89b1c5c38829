import { Type, type Static } from '@sinclair/typebox';
import { bytes, nullable, finePercent, text, volts, watts } from '../units.js';
import { drmProperties } from './drm.js';
import { gpuProperties, vendorStats } from './gpu.js';

/** An AMD card: the fields of every card and what only AMD's driver tells. */
export const AmdGpu = Type.Object(
  {
    ...gpuProperties,
    ...drmProperties,
    unique_id: nullable(
      text("The chip's own serial number; null on cards that have none.", '946d7e1ef9b172dd'),
    ),
    vbios_version: nullable(
      text("Version of the card's firmware.", '113-D4121EXT-CO1'),
      'where the driver does not tell it',
    ),
    power_limit_default_watts: nullable(
      watts('The power limit the card starts with.', { example: 289 }),
      'where the driver does not tell it',
    ),
    power_limit_min_watts: nullable(
      watts('The lowest power limit that can be set.'),
      'where the driver does not tell it',
    ),
    power_limit_max_watts: nullable(
      watts('The highest power limit that can be set.', { example: 332 }),
      'where the driver does not tell it',
    ),
    visible_vram_total_bytes: nullable(
      bytes("The part of the card's memory that the processor can address; all of it with resizable BAR."),
      'where the driver does not tell it',
    ),
    visible_vram_used_bytes: nullable(
      bytes('How much of that part is in use.'),
      'where the driver does not tell it',
    ),
    graphics_voltage_volts: nullable(
      volts('Voltage of the graphics part; null when it is switched off.', { example: 0.775 }),
    ),
    media_percent: nullable(
      finePercent('How busy the video engine was, encoding and decoding together; null when not told.'),
    ),
    compute_partition: nullable(
      text('How an accelerator is divided for computing; null on cards that cannot be.', 'SPX'),
    ),
    memory_partition: nullable(
      text('How the memory of an accelerator is divided; null on cards that cannot be.', 'NPS1'),
    ),
    gpu_metrics_version: nullable(
      text(
        "Version of the driver's table of measurements: 1 for cards of their own, 2 and 3 for processors.",
        '1.3',
      ),
      'where the driver has no such table',
    ),
  },
  { $id: 'AmdGpu', title: 'AmdGpu', description: 'A graphics card or accelerator by AMD.' },
);
export type AmdGpu = Static<typeof AmdGpu>;

/** `/stats/gpu/amd`. */
export const AmdStats = vendorStats('AmdStats', 'The AMD graphics cards of the machine.', AmdGpu);
export type AmdStats = Static<typeof AmdStats>;
