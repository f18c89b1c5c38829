import { Type, type Static, type TObject } from '@sinclair/typebox';
import {
  bytes,
  celsius,
  count,
  flag,
  gigabytes,
  implausible,
  instant,
  joules,
  list,
  megabytes,
  megahertz,
  nullable,
  oneOf,
  ordinal,
  finePercent,
  ref,
  rpm,
  sampledAt,
  text,
  watts,
} from '../units.js';
import { GpuProcess } from './process.js';
import { GpuThrottleReason } from './throttle.js';

/** What a backend or a card can be in; the words are part of the API. */
export const gpuStates = [
  'ok',
  'absent',
  'disabled',
  'asleep',
  'lost',
  'driver_mismatch',
  'no_permission',
  'not_passed_through',
  'timeout',
  'failed',
] as const;
export type GpuState = (typeof gpuStates)[number];

export const gpuTypes = ['NVIDIA', 'AMD ROCm', 'Intel', 'Apple', 'Jetson', 'Other', 'None'] as const;
export type GpuType = (typeof gpuTypes)[number];

const untold = 'where its driver does not tell it';
const withoutMemory = `for a card without memory of its own, and ${untold}`;
const withoutSensor = `for a card without this sensor, and ${untold}`;

/** The fields every card has, whoever made it. Vendors add theirs beside them. */
export const gpuProperties = {
  vendor: text('Who made the card: nvidia, amd, intel, … An open list.', 'nvidia'),
  index: ordinal('Place of the card in this list.', { example: 0 }),
  id: text(
    'What identifies the card for good: its UUID, else its PCI address.',
    'GPU-5f9e1c2a-0000-0000-0000-000000000000',
  ),
  name: nullable(
    text(
      "The name as the original service gave it: the product for NVIDIA, the kernel's name for others.",
      'card0',
    ),
    'when the card never told it',
  ),
  model: nullable(text('The product.', 'NVIDIA GeForce RTX 4090'), 'when nothing tells it'),
  pci_address: nullable(
    text('Where the card sits: domain:bus:device.function.', '0000:01:00.0'),
    'for a card on no PCI bus, and when nothing tells it',
  ),
  state: oneOf('Whether the card can be read; anything but "ok" explains its nulls.', gpuStates),
  reason: nullable(text('Why the state is not "ok", in a sentence; null when it is, or no more is known.')),
  remedy: nullable(text('What the operator can do about it; null when nothing is needed or known.')),
  integrated: nullable(
    flag('Whether it is part of the processor and shares its memory.'),
    'when nothing tells it',
  ),
  usage_percent: nullable(
    finePercent('How busy the card was.', { example: 37 }),
    'where its driver does not tell it, as that of a card that is split (MIG)',
  ),
  vram_total_gb: nullable(gigabytes("Size of the card's memory.", { example: 15.92 }), withoutMemory),
  vram_used_gb: nullable(gigabytes('How much of it is in use.', { example: 0.06 }), withoutMemory),
  vram_free_gb: nullable(gigabytes('How much of it is free.', { example: 15.86 }), withoutMemory),
  vram_used_percent: nullable(
    finePercent('How full the memory is: used ÷ total, two decimals.', { example: 0.35 }),
    'when one of the two is not known',
  ),
  vram_total_bytes: nullable(bytes('Exact twin of `vram_total_gb`.'), 'when that is'),
  vram_used_bytes: nullable(bytes('Exact twin of `vram_used_gb`.'), 'when that is'),
  vram_free_bytes: nullable(bytes('Exact twin of `vram_free_gb`.'), 'when that is'),
  memory_kind: nullable(
    oneOf('"dedicated" memory of its own, "unified" with the system\'s, or a "carveout" of it.', [
      'dedicated',
      'unified',
      'carveout',
    ]),
    'when nothing tells it',
  ),
  gtt_total_bytes: nullable(
    bytes('System memory the card may use besides its own (AMD GTT).'),
    'for cards of other makers',
  ),
  gtt_used_bytes: nullable(
    bytes('System memory the card uses besides its own (AMD GTT).'),
    'for cards of other makers',
  ),
  usable_memory_total_bytes: nullable(
    bytes(
      'The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system\'s beside it (`gtt_total_bytes`); for "unified" memory the system\'s.',
      { example: 67108864000 },
    ),
    untold,
  ),
  usable_memory_used_bytes: nullable(
    bytes('How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever.'),
    untold,
  ),
  temperature_celsius: nullable(
    celsius('Temperature of the chip (AMD: edge).', { example: 54 }),
    withoutSensor,
  ),
  hotspot_celsius: nullable(
    celsius('Temperature of its hottest place (AMD: junction).'),
    'for a card without this sensor, and where its driver does not tell it (NVIDIA)',
  ),
  memory_celsius: nullable(celsius('Temperature of the memory.'), withoutSensor),
  power_watts: nullable(
    watts('Power drawn.', { example: 39.32 }),
    'for a card that does not measure it, and where its driver does not tell it',
  ),
  power_limit_watts: nullable(watts('The power limit in force.', { example: 250 }), untold),
  energy_joules: nullable(
    joules('Energy used since the driver was loaded.'),
    'for a card that does not count it, and where its driver does not tell it',
  ),
  fan_percent: nullable(
    finePercent('Fan speed as a share of its maximum, as the driver intends it.'),
    'for a card without a fan, and where its driver does not tell it',
  ),
  fan_rpm: nullable(
    rpm('Fan speed as measured.'),
    'for a card without a fan, and where its driver does not tell it (NVIDIA)',
  ),
  clock_graphics_mhz: nullable(megahertz('Clock of the graphics or shader engines.'), untold),
  clock_memory_mhz: nullable(megahertz('Clock of the memory.'), untold),
  encoder_percent: nullable(
    finePercent('How busy the video encoder was.'),
    'for a card on which one engine does both, and where its driver does not tell it',
  ),
  decoder_percent: nullable(
    finePercent('How busy the video decoder was.'),
    'for a card on which one engine does both, and where its driver does not tell it',
  ),
  memory_activity_percent: nullable(
    finePercent(
      'How busy the memory controller was; not how full the memory is (that is `vram_used_percent`).',
    ),
    untold,
  ),
  throttle_reasons: nullable(
    list(
      'Why the clocks are held down; empty when they are not (a card at rest is not), null when not told.',
      ref(GpuThrottleReason),
    ),
  ),
  pcie_generation: nullable(
    ordinal('Generation of the PCIe link in use now: that into the slot.', { example: 4 }),
    untold,
  ),
  pcie_width: nullable(count('Lanes of the PCIe link in use now.', { example: 16 }), untold),
  driver_version: nullable(
    text('Version of the driver.', '590.48.01'),
    'when no driver is loaded, or it has no version of its own',
  ),
  processes: nullable(
    list(
      'Programs that use the card; null when they cannot be seen (not read, or hidden from here).',
      ref(GpuProcess),
    ),
  ),
  processes_reason: nullable(
    text(
      'Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known.',
    ),
  ),
  implausible: implausible(),
  temperature: nullable(celsius("The original's NVIDIA name for `temperature_celsius`."), 'when that is'),
  gpu_utilization: nullable(finePercent("The original's NVIDIA name for `usage_percent`."), 'when that is'),
  memory_utilization: nullable(
    finePercent(
      "The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is.",
    ),
    'when that is',
  ),
  memory_total_mb: nullable(
    megabytes("The original's NVIDIA name for the size of the memory."),
    'when that is not known',
  ),
  memory_used_mb: nullable(
    megabytes("The original's NVIDIA name for the memory in use."),
    'when that is not known',
  ),
  memory_free_mb: nullable(
    megabytes("The original's NVIDIA name for the free memory."),
    'when that is not known',
  ),
};

/** One card of any vendor. */
export const Gpu = Type.Object(gpuProperties, {
  $id: 'Gpu',
  title: 'Gpu',
  description: 'One graphics card or accelerator of any vendor.',
});
export type Gpu = Static<typeof Gpu>;

/** How one vendor's cards are read, and whether that works. */
export const gpuBackendProperties = {
  vendor: text('The vendor: nvidia, amd, intel, … An open list.', 'nvidia'),
  type: oneOf('The kind of its cards.', gpuTypes),
  state: oneOf('Whether its cards can be read; "absent" when there are none.', gpuStates),
  source: nullable(text('Where the values come from; null when nothing was read.', 'nvidia-smi')),
  reason: nullable(text('Why the state is not "ok", in a sentence; null when it is.')),
  remedy: nullable(text('What the operator can do about it; null when nothing is needed or known.')),
};

export const GpuBackend = Type.Object(gpuBackendProperties, {
  $id: 'GpuBackend',
  title: 'GpuBackend',
  description: "One vendor's way of being read, and whether it works.",
});
export type GpuBackend = Static<typeof GpuBackend>;

/** `/stats/gpu`. */
export const GpuStats = Type.Object(
  {
    type: oneOf(
      'The kind of the first card; "None" when there is no card and no broken backend. A broken backend keeps its type.',
      gpuTypes,
    ),
    gpus: list(
      'Every card: dedicated before integrated, NVIDIA, AMD, others, then by bus address; one without comes last of its maker.',
      ref(Gpu),
    ),
    types: list('All kinds present, in the same order.', oneOf('A kind of card.', gpuTypes)),
    backends: list('How each vendor was read, and whether that works.', ref(GpuBackend)),
    sampled_at: sampledAt(),
  },
  { $id: 'GpuStats', title: 'GpuStats', description: 'All graphics cards of the machine.' },
);
export type GpuStats = Static<typeof GpuStats>;

/** Body of a vendor's own route: its state, and its cards with what only this vendor knows. */
export const vendorStats = <G extends TObject>(id: string, description: string, gpu: G) =>
  Type.Object(
    {
      ...gpuBackendProperties,
      driver_version: nullable(
        text("Version of the vendor's driver.", '590.48.01'),
        'when no driver is loaded, or it has no version of its own',
      ),
      gpus: list("The vendor's cards.", ref(gpu)),
      sampled_at: instant('When these values were read from the machine, RFC 3339 in UTC.'),
    },
    { $id: id, title: id, description },
  );
export type VendorStats<G extends TObject> = ReturnType<typeof vendorStats<G>>;
