import { remainderOf } from '../../../parsers/arithmetic.js';
import { remembered } from '../../../clock.js';
import { asFailure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import {
  parseAmdSmiList,
  parseAmdSmiMetric,
  parseAmdSmiProducts,
  type AmdSmiCard,
  type AmdSmiListed,
  type AmdSmiProduct,
} from '../../../parsers/amd/smi.js';
import { parsePciAddress } from '../../../parsers/pci/address.js';
import { parsePcieSpeed } from '../../../parsers/pci/link.js';
import { amdProduct, memoryTemperature, socketPower, unknownAmdCard, untold, type AmdCard } from './card.js';
import { backendOf, isMeasured, judged, type GpuBackendReading } from '../card.js';

/** What amd-smi is asked; never `-w`, which in ROCm 7.1 prints no JSON. */
export const amdSmiArguments = {
  metric: ['metric', '--json'],
  list: ['list', '--json'],
  products: ['static', '--asic', '--driver', '--json'],
} as const;

const deadline = 5000;
/** Who the cards are hardly ever changes, and each run of amd-smi costs about a second of processor time. */
const identityAge = 3_600_000;
/** When to ask again after an answer was missing or did not fit. */
const retryAfter = 60_000;

interface Identity {
  listed: AmdSmiListed[];
  products: AmdSmiProduct[];
  /** Whether both were told. */
  isWhole: boolean;
}

/**
 * Reads AMD cards by `amd-smi`, judged by what it prints. Who they are is asked beside the first reading and kept;
 * where that fails the cards are known by their numbers alone.
 */
export function amdSmiReader(host: Host): () => Promise<GpuBackendReading<AmdCard>> {
  const run = (args: readonly string[]) => host.programs.amdSmi.run(args, { deadline });
  // Until cards have been measured who they are is not believed for any time.
  let believed = 0;
  const identify = remembered(
    host.clock,
    () => believed,
    () => identityOf(host),
  );
  return async () => {
    try {
      const [output, identity] = await Promise.all([run(amdSmiArguments.metric), identify()]);
      const parsed = parseAmdSmiMetric(output.stdout);
      if (parsed === null || parsed.length === 0) return nothing(parsed, output);
      const fits = parsed.every(({ gpu }) => identity.listed.some((one) => one.gpu === gpu));
      believed = fits && identity.isWhole ? identityAge : retryAfter;
      return reading(parsed, identity);
    } catch (thrown) {
      return backendOf(asFailure(thrown));
    }
  };
}

const unread = { source: null, remedy: null, driverVersion: null, cards: [] };

async function identityOf(host: Host): Promise<Identity> {
  const ask = async <T>(
    args: readonly string[],
    parse: (text: string) => T[] | null,
  ): Promise<T[] | null> => {
    try {
      return parse((await host.programs.amdSmi.run(args, { deadline })).stdout);
    } catch (thrown) {
      // The run that measures meets the same failure, or the cards stay known by their numbers.
      asFailure(thrown);
      return null;
    }
  };
  const [listed, products] = await Promise.all([
    ask(amdSmiArguments.list, parseAmdSmiList),
    ask(amdSmiArguments.products, parseAmdSmiProducts),
  ]);
  const isWhole = listed !== null && products !== null;
  return { listed: listed ?? [], products: products ?? [], isWhole };
}

/** What amd-smi says where the kernel's module is not loaded. */
const noDriver = /amdgpu not found in modules|drivers? not (?:loaded|initialized)/i;

function nothing(parsed: AmdSmiCard[] | null, { exitCode, crash, stdout, stderr }: ProgramOutput) {
  const said = `${stderr}\n${stdout}`;
  if (noDriver.test(said) || (parsed !== null && exitCode === 0)) {
    return { ...unread, state: 'absent' as const, reason: 'amd-smi found no AMD card' };
  }
  const line = said.split('\n').find((one) => one.trim() !== '') ?? 'nothing';
  const quoted = line.trim().slice(0, 200);
  const ended = crash ?? `ended with status ${exitCode ?? 'unknown'}`;
  const reason = `amd-smi ${ended} and gave no cards; it said: ${quoted}`;
  return { ...unread, state: 'failed' as const, source: 'amd-smi', reason };
}

function reading(parsed: AmdSmiCard[], identity: Identity): GpuBackendReading<AmdCard> {
  const parts = new Set<string>();
  const cards = namesOf(parsed, identity.listed).map(({ card, partition, ...names }): AmdCard => {
    if (partition > 0) parts.add(names.id);
    const product = identity.products.find(({ gpu }) => gpu === card.gpu);
    return { ...identified(card.gpu, names, product), ...measured(card, partition) };
  });
  const driverVersion = identity.products[0]?.driverVersion ?? null;
  const ok = { state: 'ok', source: 'amd-smi', reason: null, remedy: null, driverVersion, cards } as const;
  // What a divided accelerator measures its first part may tell alone.
  return judged(ok, untold('amd-smi'), (card) => isMeasured(card) || parts.has(card.id));
}

function identified(gpu: number, names: Names, product: AmdSmiProduct | undefined): AmdCard {
  const card = { ...unknownAmdCard(`gpu${gpu}`), id: names.id, pciAddress: names.pci };
  if (product === undefined) return card;
  const deviceId = product.deviceId?.padStart(4, '0') ?? null;
  return {
    ...card,
    model: product.name ?? amdProduct(deviceId, product.revision),
    pciId: deviceId === null ? null : `1002:${deviceId}`,
    uniqueId: product.serial,
    driverVersion: product.driverVersion,
  };
}

interface Names {
  id: string;
  pci: string | null;
}

/**
 * What each card is told apart by: its PCI address first, since sysfs and rocm-smi tell that as well and a card keeps
 * its id whoever reads it; but the parts of a divided accelerator may share it.
 */
function namesOf(parsed: readonly AmdSmiCard[], listed: readonly AmdSmiListed[]) {
  const names = parsed.map((card) => {
    const one = listed.find(({ gpu }) => gpu === card.gpu);
    const pci = parsePciAddress(one?.bdf ?? '');
    return { card, pci, uuid: one?.uuid ?? null, partition: one?.partition ?? 0 };
  });
  return names.map((own) => {
    const distinct = (['pci', 'uuid'] as const).find(
      (key) => own[key] !== null && names.filter((one) => one[key] === own[key]).length === 1,
    );
    const { gpu } = own.card;
    const shared = own.pci === null ? `gpu${gpu}` : `${own.pci}/${gpu}`;
    return { ...own, id: (distinct === undefined ? null : own[distinct]) ?? shared };
  });
}

/** Power and temperatures exist once in a socket: only its first part has them, so that nobody adds them up. */
function measured(parsed: AmdSmiCard, partition: number): Partial<AmdCard> {
  const rate = parsed.pcieGigatransfers;
  return {
    usagePercent: parsed.usage,
    memoryActivityPercent: parsed.memoryActivity,
    mediaPercent: parsed.mediaPercent,
    vramTotal: parsed.vramTotal,
    vramUsed: parsed.vramUsed,
    vramFree: parsed.vramFree ?? remainderOf(parsed.vramTotal, parsed.vramUsed),
    visibleVramTotal: parsed.visibleVramTotal,
    visibleVramUsed: parsed.visibleVramUsed,
    gttTotal: parsed.gttTotal,
    gttUsed: parsed.gttUsed,
    graphicsVolts: parsed.graphicsVolts,
    throttleReasons: parsed.throttled === false ? [] : null,
    fanPercent: parsed.fanPercent,
    fanRpm: parsed.fanRpm,
    graphicsMhz: parsed.graphicsMhz,
    memoryMhz: parsed.memoryMhz,
    pcieGeneration: rate === null ? null : parsePcieSpeed(`${rate} GT/s`),
    pcieWidth: parsed.pcieWidth,
    ...(partition === 0 ? ofSocket(parsed) : {}),
  };
}

function ofSocket(parsed: AmdSmiCard): Partial<AmdCard> {
  return {
    celsius: parsed.edgeCelsius,
    hotspotCelsius: parsed.hotspotCelsius,
    memoryCelsius: memoryTemperature(parsed.memoryCelsius),
    ...socketPower(parsed.watts, parsed.limitWatts),
    joules: parsed.joules,
  };
}
