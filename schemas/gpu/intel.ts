import { Type, type Static } from '@sinclair/typebox';
import { megahertz, nullable, oneOf, finePercent, text, volts, watts } from '../units.js';
import { drmProperties } from './drm.js';
import { gpuProperties, vendorStats } from './gpu.js';

/** An Intel card: the fields of every card and what only Intel's drivers tell. */
export const IntelGpu = Type.Object(
  {
    ...gpuProperties,
    ...drmProperties,
    usage_source: nullable(
      oneOf(
        'What `usage_percent` is: the time the chip was not in its idle state, or how busy its busiest engine was.',
        ['idle residency', 'engines'],
      ),
      'when its usage is',
    ),
    media_percent: nullable(
      finePercent(
        'How busy the media part was, encoding and decoding together: the time it was not in its idle state, or where it has none of its own how busy its engine was; null when not told.',
      ),
    ),
    clock_requested_mhz: nullable(
      megahertz(
        'The clock the driver asked for; `clock_graphics_mhz` is what the chip runs at, 0 when it idles.',
      ),
      'where the driver does not tell it',
    ),
    clock_max_mhz: nullable(
      megahertz('The highest clock that is allowed.', { example: 2450 }),
      'where the driver does not tell it',
    ),
    power_sensor: nullable(
      text(
        'What `power_watts` and `energy_joules` are of: "card" is all of it, "pkg" the chip with its memory; null when not told.',
        'card',
      ),
    ),
    power_rated_watts: nullable(watts('The draw the card is built for; null when not told.')),
    power_critical_watts: nullable(
      watts('The draw at which the card protects itself.', { example: 380 }),
      'for a card that tells no such limit',
    ),
    graphics_voltage_volts: nullable(
      volts('Voltage of the chip.', { example: 0.603 }),
      'where the driver does not tell it',
    ),
  },
  { $id: 'IntelGpu', title: 'IntelGpu', description: 'A GPU by Intel, in the processor or on a card.' },
);
export type IntelGpu = Static<typeof IntelGpu>;

/** `/stats/gpu/intel`. */
export const IntelStats = vendorStats('IntelStats', 'The Intel GPUs of the machine.', IntelGpu);
export type IntelStats = Static<typeof IntelStats>;
