import type { Static, TObject } from '@sinclair/typebox';
import { GpuProcess } from '../../../schemas/gpu/process.js';
import { GpuThrottleReason } from '../../../schemas/gpu/throttle.js';
import { Gpu, gpuProperties, type GpuType, type VendorStats } from '../../../schemas/gpu/gpu.js';
import { seldom } from '../../../src/clock.js';
import type { OtherNames } from '../../../src/exposition/metric.js';
import type { Host } from '../../../src/host/host.js';
import type { Bounds } from '../../../src/plausible.js';
import { mostDrawn, plausibleCards } from '../../../src/readers/gpu/bounds.js';
import { backendWithout, type GpuBackendReading, type GpuCard } from '../../../src/readers/gpu/card.js';
import type { SharedSigns } from '../../../src/readers/gpu/drm/signs.js';
import type { Reader } from '../../../src/readers/reader.js';
import { withoutStandingCounter } from '../../../src/readers/gpu/energy-counter.js';
import type { EnergySample } from '../../../src/sampling/history/metric.js';
import type { Settings } from '../../../src/settings/settings.js';
import { domain } from '../../core/domain/domain.js';
import { cardRows } from './card.js';
import { backendFamilies, backendMetrics, labelsOf } from './metrics.js';
import { gpuProblems } from './problems.js';
import { withModels, type ModelOf, type SeenModels } from './programs.js';
import { familiesOf, historyOf, metricsOf, showing, type Own, type Place, type Rows } from './row.js';
import { readingOf } from './unread.js';

/** What a GPU vendor's domain is made of. `C` is a card as its reader gives it, `G` the schema of one as it is shown. */
export interface VendorOptions<C extends GpuCard, G extends TObject> {
  vendor: string;
  type: GpuType;
  summary: string;
  description: string;
  /** Of the body of its route. */
  schema: VendorStats<G>;
  /** Of one of its cards. */
  card: G;
  /** Named schemas of its own that the body refers to, beside that of the card. */
  components?: TObject[];
  reader: (host: Host, settings: Settings) => () => Promise<GpuBackendReading<C>>;
  /** What each measurement of one of its cards can be: what is beyond is null, whichever way it was read. */
  bounds: Bounds<C>;
  /** What only this vendor knows about a card: one row is one field. */
  rows: Rows<C, Own<G>>;
  /** What other exporters call its metrics. */
  otherNames?: Readonly<Record<string, OtherNames<GpuBackendReading<C>>>>;
  /** Seconds one reading may take. */
  deadline: number;
  /** The reader computes rates of its cards: where there are any it is called twice before the first answer. */
  rates?: true;
}

/** The longest that a vendor's cards are not looked for where there are none and no sign of any, ms. */
const longestAbsence = 30_000;

/** The plugin of one GPU vendor: `/stats/gpu/<vendor>`. A broken driver is a fact about the host: 200 with a state. */
export function gpuVendor<C extends GpuCard, G extends TObject>(options: VendorOptions<C, G>) {
  const { vendor, type, rows, otherNames = {} } = options;
  const name = `gpu/${vendor}`;
  const labels = labelsOf(vendor);
  const showCard: (card: C, place: Place) => Static<G> = showing(cardRows, rows);
  return domain({
    ...options,
    ...(options.rates === undefined ? {} : { rates: hasCards }),
    components: [GpuProcess, GpuThrottleReason, Gpu, ...(options.components ?? []), options.card],
    name,
    tag: 'GPU',
    reader: (host, settings, { signs = () => '', modelOf = () => null }: SharedSigns & SeenModels) =>
      enabledReader(options, host, settings, { sign: signs, modelOf }),
    readingOf: (failure, known: GpuBackendReading<C> | null) => readingOf(failure, known),
    present: ({ cards, driverVersion, state, source, reason, remedy }) => ({
      ...{ vendor, type, state, source, reason, remedy },
      driver_version: driverVersion,
      gpus: cards.map((card, index) => showCard(card, { vendor, index })),
    }),
    metrics: {
      metrics: [...backendMetrics, ...metricsOf(cardRows), ...metricsOf(rows)],
      families: (reading) => [
        ...backendFamilies(vendor, reading),
        ...familiesOf(cardRows, reading.cards, labels),
        ...familiesOf(rows, reading.cards, labels),
      ],
      otherNames,
    },
    problems: (reading) => gpuProblems(name, type === 'Other' ? 'other' : type, reading),
    implausible: ({ cards }) => cards.flatMap(({ implausible }) => implausible),
    history: [...historyOf(cardRows, gpuProperties), ...historyOf(rows, options.card.properties)],
    energy: energyOf,
  });
}

function hasCards({ cards }: GpuBackendReading): boolean {
  return cards.length > 0;
}

function enabledReader<C extends GpuCard>(
  { vendor, reader, bounds }: Pick<VendorOptions<C, TObject>, 'vendor' | 'reader' | 'bounds'>,
  host: Host,
  settings: Settings,
  { sign, modelOf }: { sign: () => string; modelOf: ModelOf },
): Reader<GpuBackendReading<C>> {
  const isEnabled = settings.gpu === null || settings.gpu.includes(vendor);
  const disabled = backendWithout('disabled', 'switched off by SYSMON_GPU');
  if (!isEnabled) return () => disabled;
  const read = reader(host, settings);
  const counting = withoutStandingCounter(host.clock);
  const readNow = async () => {
    const reading = plausibleCards(await read(), bounds);
    return { ...reading, cards: reading.cards.map(counting).map((card) => withModels(card, modelOf)) };
  };
  const isNothing = ({ state }: GpuBackendReading<C>) => state === 'absent';
  return seldom(host.clock, readNow, { isNothing, sign, longest: longestAbsence });
}

/** What the energy meter of every card is fed with. */
function energyOf({ cards }: GpuBackendReading): EnergySample[] {
  return cards.map(({ id, energySensor: sensor, joules, watts, limitWatts }) => {
    return { gpu: id, sensor, joules, watts, mostWatts: mostDrawn([limitWatts]) };
  });
}
