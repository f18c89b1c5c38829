import type { Static, TObject } from '@sinclair/typebox';
import { Gpu, GpuProcess, type GpuState, type GpuType } from '../../../schemas/gpu/gpu.js';
import type { Trouble } from '../../../src/failures.js';
import type { Host } from '../../../src/host/host.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import type { DrmCard } from '../../../src/readers/gpu/drm/cards.js';
import type { Settings } from '../../../src/settings/settings.js';
import { cardHistory, energyOf } from './history.js';
import { domain } from '../../core/domain/domain.js';
import { backendFamily, cardFamilies, cardMetrics, measured } from './metrics.js';
import type { Measure } from './measures.js';
import { inGigabytes, inMegabytes, percentOf, rounded, roundedOrNull } from '../../core/domain/rounding.js';
import { silentReading, stateOf } from './vendor-silent.js';

/** What a GPU vendor's domain is made of. `C` is a card as its reader gives it, `S` the body of its route. */
export interface VendorOptions<C extends GpuCard, S extends TObject> {
  vendor: string;
  type: GpuType;
  summary: string;
  description: string;
  schema: S;
  /** Named schemas of its own that the body refers to. */
  components: TObject[];
  reader: (host: Host, settings: Settings) => () => Promise<GpuBackendReading<C>>;
  /** What only this vendor knows about a card, in the form of its schema. */
  extend: (card: C) => object;
  /** Metrics of what only this vendor knows. */
  measures?: readonly Measure<C>[];
  /** Seconds one reading may take. */
  deadline: number;
  /** The reader computes rates: it is called twice before the first answer. */
  rates?: boolean;
}

/** The plugin of one GPU vendor: `/stats/gpu/<vendor>`. A broken driver is a fact about the host: 200 with a state. */
export function gpuVendor<C extends GpuCard, S extends TObject>(options: VendorOptions<C, S>) {
  const { vendor, type, measures = [] } = options;
  type Values = Omit<Static<S>, 'sampled_at'>;
  const about = { vendor, type };
  const nothing = { source: null, driver_version: null, gpus: [] };
  const shownCard = (card: C, index: number) => ({
    ...presentCard(card, vendor, index),
    ...options.extend(card),
  });
  return domain({
    ...options,
    components: [GpuProcess, Gpu, ...options.components],
    name: `gpu/${vendor}`,
    tag: 'GPU',
    reader: (host, settings) => enabledReader(options, host, settings),
    history: cardHistory,
    energy: energyOf,
    present: (reading: GpuBackendReading<C> | 'disabled') => {
      if (reading === 'disabled') {
        const reason = 'switched off by SYSMON_GPU';
        return { ...about, state: 'disabled', ...nothing, reason, remedy: null } as unknown as Values;
      }
      const { state, source, reason, remedy, driverVersion } = reading;
      const gpus = reading.cards.map(shownCard);
      const values = { ...about, state, source, reason, remedy, driver_version: driverVersion, gpus };
      return values as unknown as Values;
    },
    presentFailure: (failure, known) => {
      const { state, cards } = silentReading(failure, known);
      const { message: reason, remedy } = failure;
      return { ...about, state, ...nothing, reason, remedy, gpus: cards.map(shownCard) } as unknown as Values;
    },
    metrics: {
      metrics: [...cardMetrics, ...measures.map(({ metric }) => metric)],
      families: (reading: GpuBackendReading<C> | 'disabled') => [
        ...cardFamilies(vendor, reading),
        ...measured(vendor, reading === 'disabled' ? [] : reading.cards, measures),
      ],
    },
    metricsOfFailure: (failure, known) =>
      known === null
        ? [backendFamily(vendor, stateOf(failure))]
        : cardFamilies(vendor, silentReading(failure, known)),
    troubles: (body) => backendTroubles(`gpu/${vendor}`, body as unknown as VendorBody),
  });
}

/** What the code here needs of any vendor's body. */
interface VendorBody {
  state: GpuState;
  reason: string | null;
  remedy: string | null;
  /** Vendors that know more say why a card is in its state. */
  gpus: (Gpu & { state_reason?: string | null; state_remedy?: string | null })[];
}

function enabledReader<C extends GpuCard>(
  { vendor, reader }: Pick<VendorOptions<C, TObject>, 'vendor' | 'reader'>,
  host: Host,
  settings: Settings,
): () => Promise<GpuBackendReading<C> | 'disabled'> {
  const enabled = (settings.gpu as readonly string[]).includes(vendor);
  return enabled ? reader(host, settings) : () => Promise.resolve('disabled');
}

/** A card as `/stats/gpu` and its vendor's route show it. */
export function presentCard(card: GpuCard, vendor: string, index: number): Gpu {
  const usage = roundedOrNull(card.usagePercent, 2);
  const activity = roundedOrNull(card.memoryActivityPercent, 2);
  return {
    vendor,
    index,
    id: card.id,
    name: card.name,
    model: card.model,
    pci_address: card.pciAddress,
    state: card.state,
    integrated: card.integrated,
    usage_percent: usage,
    vram_total_gb: inGigabytes(card.vramTotal),
    vram_used_gb: inGigabytes(card.vramUsed),
    vram_free_gb: inGigabytes(card.vramFree),
    vram_used_percent: percentOf(card.vramUsed, card.vramTotal, 2),
    vram_total_bytes: card.vramTotal,
    vram_used_bytes: card.vramUsed,
    vram_free_bytes: card.vramFree,
    memory_kind: card.memoryKind,
    gtt_total_bytes: card.gttTotal,
    gtt_used_bytes: card.gttUsed,
    temperature_celsius: card.celsius,
    hotspot_celsius: card.hotspotCelsius,
    memory_celsius: card.memoryCelsius,
    power_watts: roundedOrNull(card.watts, 3),
    power_limit_watts: roundedOrNull(card.limitWatts, 3),
    energy_joules: roundedOrNull(card.joules, 3),
    fan_percent: roundedOrNull(card.fanPercent, 2),
    fan_rpm: card.fanRpm,
    clock_graphics_mhz: card.graphicsMhz,
    clock_memory_mhz: card.memoryMhz,
    encoder_percent: roundedOrNull(card.encoderPercent, 2),
    decoder_percent: roundedOrNull(card.decoderPercent, 2),
    memory_activity_percent: activity,
    throttle_reasons: card.throttleReasons,
    pcie_generation: card.pcieGeneration,
    pcie_width: card.pcieWidth,
    driver_version: card.driverVersion,
    processes:
      card.processes?.map(({ pid, name, kind, memory }) => ({ pid, name, kind, memory_bytes: memory })) ??
      null,
    temperature: card.celsius,
    gpu_utilization: usage,
    memory_utilization: activity,
    memory_total_mb: inMegabytes(card.vramTotal),
    memory_used_mb: inMegabytes(card.vramUsed),
    memory_free_mb: inMegabytes(card.vramFree),
  };
}

/** What Linux tells of a card's driver and of the programs that have it open, in the form of the schemas. */
export function presentDrm({ kernelDriver, pciId, processesReason, engines }: DrmCard) {
  return {
    kernel_driver: kernelDriver,
    pci_id: pciId,
    processes_reason: processesReason,
    engines: engines?.map(({ name, percent }) => ({ name, busy_percent: rounded(percent, 2) })) ?? null,
  };
}

const soundStates = new Set<GpuState>(['ok', 'absent', 'disabled', 'asleep']);

function backendTroubles(domain: string, body: VendorBody): Trouble[] {
  const broken = soundStates.has(body.state)
    ? []
    : [
        {
          domain,
          code: body.state,
          detail: body.reason ?? `the backend is ${body.state}`,
          remedy: body.remedy,
        },
      ];
  const cards = body.gpus
    .filter((gpu) => !soundStates.has(gpu.state))
    .map((gpu) => ({
      domain,
      code: gpu.state,
      detail: `the card ${gpu.id} is ${gpu.state}${typeof gpu.state_reason === 'string' ? `: ${gpu.state_reason}` : ''}`,
      remedy: gpu.state_remedy ?? null,
    }));
  return [...broken, ...cards];
}
