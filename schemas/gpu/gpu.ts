import { Type, type Static, type TObject } from '@sinclair/typebox';
import {
  bytes,
  celsius,
  count,
  flag,
  gigabytes,
  instant,
  joules,
  list,
  megabytes,
  megahertz,
  nullable,
  oneOf,
  percent,
  ref,
  rpm,
  sampledAt,
  text,
  watts,
} from '../units.js';

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

/** A program that uses a card. */
export const GpuProcess = Type.Object(
  {
    pid: count('Process id, as seen by the driver.', { example: 4711 }),
    name: nullable(text('Name of the program; null when it cannot be seen from here.', 'ollama')),
    kind: nullable(oneOf('What it uses the card for; null when not told.', ['compute', 'graphics', 'both'])),
    memory_bytes: nullable(bytes("The card's memory it holds; null when not told.")),
  },
  { $id: 'GpuProcess', title: 'GpuProcess', description: 'A program that uses a graphics card.' },
);
export type GpuProcess = Static<typeof GpuProcess>;

/** What a reason for throttling comes from; the same words for every maker. */
export const throttleClasses = ['heat', 'power', 'current', 'setting', 'other'] as const;

/** A reason that holds the clocks of a card down. */
export const GpuThrottleReason = Type.Object(
  {
    class: oneOf(
      'What it comes from, in the same words for every maker: "setting" is what somebody or a program has set.',
      throttleClasses,
    ),
    reason: text("The reason in the words of the card's maker.", 'software power cap'),
  },
  {
    $id: 'GpuThrottleReason',
    title: 'GpuThrottleReason',
    description: 'A reason that holds the clocks of a graphics card down.',
  },
);
export type GpuThrottleReason = Static<typeof GpuThrottleReason>;

/** One kind of engine of a card. */
export const GpuEngine = Type.Object(
  {
    name: text("The engine as the card's driver calls it.", 'render'),
    busy_percent: percent('How busy it was, all programs together.', { example: 12.5 }),
  },
  { $id: 'GpuEngine', title: 'GpuEngine', description: 'One kind of engine of a graphics card.' },
);
export type GpuEngine = Static<typeof GpuEngine>;

/** What Linux tells of a card's driver and of the programs that have it open, whoever made the card. */
export const drmProperties = {
  kernel_driver: nullable(text("The kernel's driver of the card; null when not seen.", 'amdgpu')),
  pci_id: nullable(text('PCI ids of vendor and device.', '1002:744c')),
  engines: nullable(
    list(
      'How busy each engine was over the last seconds; null when not told, or when not every program can be seen.',
      ref(GpuEngine),
    ),
  ),
};

/** The fields every card has, whoever made it. Vendors add theirs beside them. */
export const gpuProperties = {
  vendor: text('Who made the card: nvidia, amd, intel, … An open list.', 'nvidia'),
  index: count('Place of the card in this list.', { example: 0 }),
  id: text(
    'What identifies the card for good: its UUID, else its PCI address.',
    'GPU-5f9e1c2a-0000-0000-0000-000000000000',
  ),
  name: nullable(
    text(
      "The name as the original service gave it: the product for NVIDIA, the kernel's name for others.",
      'card0',
    ),
  ),
  model: nullable(text('The product.', 'NVIDIA GeForce RTX 4090')),
  pci_address: nullable(text('Where the card sits: domain:bus:device.function.', '0000:01:00.0')),
  state: oneOf('Whether the card can be read; anything but "ok" explains its nulls.', gpuStates),
  reason: nullable(text('Why the state is not "ok", in a sentence; null when it is, or no more is known.')),
  remedy: nullable(text('What the operator can do about it; null when nothing is needed or known.')),
  integrated: nullable(flag('Whether it is part of the processor and shares its memory.')),
  usage_percent: nullable(percent('How busy the card was.', { example: 37 })),
  vram_total_gb: nullable(gigabytes("Size of the card's memory.", { example: 15.92 })),
  vram_used_gb: nullable(gigabytes('How much of it is in use.', { example: 0.06 })),
  vram_free_gb: nullable(gigabytes('How much of it is free.', { example: 15.86 })),
  vram_used_percent: nullable(
    percent('How full the memory is: used ÷ total, two decimals.', { example: 0.35 }),
  ),
  vram_total_bytes: nullable(bytes('Exact twin of `vram_total_gb`.')),
  vram_used_bytes: nullable(bytes('Exact twin of `vram_used_gb`.')),
  vram_free_bytes: nullable(bytes('Exact twin of `vram_free_gb`.')),
  memory_kind: nullable(
    oneOf('"dedicated" memory of its own, "unified" with the system\'s, or a "carveout" of it.', [
      'dedicated',
      'unified',
      'carveout',
    ]),
  ),
  gtt_total_bytes: nullable(bytes('System memory the card may use besides its own (AMD GTT).')),
  gtt_used_bytes: nullable(bytes('System memory the card uses besides its own (AMD GTT).')),
  usable_memory_total_bytes: nullable(
    bytes(
      'The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system\'s beside it (`gtt_total_bytes`); for "unified" memory the system\'s. Null when not told.',
      { example: 67108864000 },
    ),
  ),
  usable_memory_used_bytes: nullable(
    bytes('How much of that is in use; of "unified" memory by whomever. Null when not told.'),
  ),
  temperature_celsius: nullable(celsius('Temperature of the chip (AMD: edge).', { example: 54 })),
  hotspot_celsius: nullable(celsius('Temperature of its hottest place (AMD: junction).')),
  memory_celsius: nullable(celsius('Temperature of the memory.')),
  power_watts: nullable(watts('Power drawn.', { example: 39.32 })),
  power_limit_watts: nullable(watts('The power limit in force.', { example: 250 })),
  energy_joules: nullable(joules('Energy used since the driver was loaded.')),
  fan_percent: nullable(percent('Fan speed as a share of its maximum, as the driver intends it.')),
  fan_rpm: nullable(rpm('Fan speed as measured.')),
  clock_graphics_mhz: nullable(megahertz('Clock of the graphics or shader engines.')),
  clock_memory_mhz: nullable(megahertz('Clock of the memory.')),
  encoder_percent: nullable(
    percent('How busy the video encoder was; null when not told, and where one engine does both.'),
  ),
  decoder_percent: nullable(
    percent('How busy the video decoder was; null when not told, and where one engine does both.'),
  ),
  memory_activity_percent: nullable(
    percent('How busy the memory controller was; not how full the memory is (that is `vram_used_percent`).'),
  ),
  throttle_reasons: nullable(
    list(
      'Why the clocks are held down; empty when they are not (a card at rest is not), null when not told.',
      ref(GpuThrottleReason),
    ),
  ),
  pcie_generation: nullable(
    count('Generation of the PCIe link in use now: that into the slot. Null when not told.', { example: 4 }),
  ),
  pcie_width: nullable(count('Lanes of the PCIe link in use now.', { example: 16 })),
  driver_version: nullable(text('Version of the driver.', '590.48.01')),
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
  temperature: nullable(celsius("The original's NVIDIA name for `temperature_celsius`.")),
  gpu_utilization: nullable(percent("The original's NVIDIA name for `usage_percent`.")),
  memory_utilization: nullable(
    percent(
      "The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is.",
    ),
  ),
  memory_total_mb: nullable(megabytes("The original's NVIDIA name for the size of the memory.")),
  memory_used_mb: nullable(megabytes("The original's NVIDIA name for the memory in use.")),
  memory_free_mb: nullable(megabytes("The original's NVIDIA name for the free memory.")),
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
      driver_version: nullable(text("Version of the vendor's driver.", '590.48.01')),
      gpus: list("The vendor's cards.", ref(gpu)),
      sampled_at: instant('When these values were read from the machine, RFC 3339 in UTC.'),
    },
    { $id: id, title: id, description },
  );
export type VendorStats<G extends TObject> = ReturnType<typeof vendorStats<G>>;
