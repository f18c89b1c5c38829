import { asFailure, Failure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import type { GpuBackendReading } from '../card.js';
import { withoutDriver } from '../drm/undriven.js';
import { bareNvidiaCard, type NvidiaCard, type NvidiaIdentity } from './card.js';
import { withoutJetson } from './jetson.js';
import { nvidiaProcessesAndMig } from './processes-and-mig.js';
import { nvidiaLooping } from './looping.js';
import { nvmlReading } from './nvml.js';
import { nvidiaOneShot } from './one-shot.js';
import { nvidiaPower, type NvidiaPower } from './power.js';
import { loopingReading, programReading, systemMemory, type ProgramContext } from './program.js';
import { nvidiaSysfsCards } from './sysfs.js';
import { isSameCard, remembered, withMissingCards, type NvidiaLook, type SeenCard } from './missing-cards.js';
import { kernelIdentities } from './kernel-identities.js';
import {
  libraryProblem,
  nvidiaSurroundings,
  programProblem,
  undrivenRemedy,
  type NvidiaSurroundings,
} from './diagnosis.js';

type NvidiaReading = GpuBackendReading<NvidiaCard>;

/** How long one reading may take over all ways of asking, ms. */
const wholeBudget = 5_500;
const oneShotBudget = 5_000;

/**
 * Reads the NVIDIA cards: through NVML, else a looping `nvidia-smi`, else a one-shot one. A missing or broken driver
 * is a state; only one that does not answer (`timeout`) or answers beyond all measure is thrown as a Failure, so that
 * it is asked less often. A card that sleeps or is lost stays in the list under the identity it had before; while
 * all sleep, nothing is asked that could wake them.
 */
export function nvidiaReader(host: Host): () => Promise<NvidiaReading> {
  const power = nvidiaPower(host);
  const lookAround = nvidiaSurroundings(host);
  const ask = nvidiaWays(host);
  const identified = kernelIdentities(host);
  let seen: readonly SeenCard[] = [];

  return async () => {
    const { asleep, awake, undriven } = await power();
    const around = lookAround();
    const sleeping = asleep.map((address) => sleepingCard(address, seen));
    if (sleeping.length > 0 && awake.length === 0) return sleepers(around, sleeping);
    const look = await ask({ asleep, awake }, { around, seen });
    const reading = withoutJetson(look.reading, around);
    if (reading.state === 'absent' && undriven.length > 0) return undrivenReading(undriven, around);
    const told = { ...reading, cards: await identified(reading.cards) };
    const answered = withMissingCards(host, { reading: told, isWhole: look.isWhole }, seen, sleeping);
    const others = sleeping.filter((one) => answered.every((card) => !isSameCard(card, one)));
    const cards = [...answered, ...others].sort(byAddress);
    seen = remembered(seen, cards);
    return { ...told, cards };
  };
}

type Known = Pick<ProgramContext, 'around' | 'seen'>;
type Ask = (power: Pick<NvidiaPower, 'asleep' | 'awake'>, known: Known) => Promise<NvidiaLook>;

/** The ways of asking the driver, in their order; the next is taken when one cannot be asked. */
function nvidiaWays(host: Host): Ask {
  const { clock, nvml } = host;
  const looping = nvidiaLooping(host);
  const processesAndMig = nvidiaProcessesAndMig(host);
  const oneShot = nvidiaOneShot(host);

  return async ({ asleep, awake }, known) => {
    const end = clock.monotonic() + wholeBudget;
    const left = () => Math.max(0, end - clock.monotonic());
    const only = asleep.length > 0 ? awake : null;
    let first: Failure | null = null;
    if (driverIsLoaded(host)) {
      try {
        const snapshot = await nvml.read(only);
        return whole(nvmlReading(snapshot, { ...known, ...contextOf(host) }));
      } catch (thrown) {
        first = asFailure(thrown);
      }
      const count = only?.length ?? known.around.drivenCards.length;
      const lookedAt = { cards: only, count };
      const round = await looping(left(), lookedAt).catch((thrown: unknown) => asFailure(thrown));
      if (!(round instanceof Failure)) {
        const { rows, isWhole } = round;
        return { reading: loopingReading(rows, processesAndMig(rows, only), { host, ...known }), isWhole };
      }
    }
    try {
      return whole(programReading(await oneShot(Math.min(oneShotBudget, left()), only), { host, ...known }));
    } catch (thrown) {
      return whole(await withoutProgram(host, known.around, asFailure(thrown), first));
    }
  };
}

const whole = (reading: NvidiaReading): NvidiaLook => ({ reading, isWhole: true });

/** One whose place is not known comes last. */
function byAddress({ pciAddress: a }: NvidiaCard, { pciAddress: b }: NvidiaCard): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** Why nothing could be asked: when there is no program, what is wrong with the library counts, in its own words. */
async function withoutProgram(
  host: Host,
  around: NvidiaSurroundings,
  failure: Failure,
  ofNvml: Failure | null,
): Promise<NvidiaReading> {
  const isOfNvml = failure.code === 'absent' && ofNvml !== null && ofNvml.code !== 'absent';
  const problem = isOfNvml ? libraryProblem(ofNvml) : programProblem(failure, around);
  // That there is no card is known only where cards are seen: this throws where they are not.
  if (problem.state === 'absent') host.sys.requiredList('class/drm');
  const cards = problem.state === 'failed' ? await nvidiaSysfsCards(host, problem.reason) : [];
  return { ...problem, source: null, driverVersion: around.loadedVersion, cards };
}

/** Initialising the library where no driver is loaded would create its device file (as root). */
function driverIsLoaded(host: Host): boolean {
  if (host.platform === 'win32') return true;
  if (host.proc.identity('driver/nvidia/version') !== null) return true;
  // Windows' driver, as WSL shows it.
  return host.root.list('dev').includes('dxg');
}

function contextOf(host: Host) {
  return {
    systemMemory: () => systemMemory(host),
    processName: (pid: number) => host.proc.optional(`${pid}/comm`)?.trim() ?? null,
  };
}

/** Cards on the bus that no driver runs. */
function undrivenReading(addresses: readonly string[], { loadedVersion }: NvidiaSurroundings): NvidiaReading {
  const cards = addresses.map((address) => bareNvidiaCard(identityAt(address), 'failed'));
  const remedy = undrivenRemedy(loadedVersion);
  return { ...withoutDriver(cards, { maker: 'an NVIDIA', remedy }), driverVersion: loadedVersion };
}

function identityAt(address: string): NvidiaIdentity {
  return { id: address, name: null, pciAddress: address, driverIndex: null };
}

function sleepingCard(address: string, seen: readonly NvidiaIdentity[]): NvidiaCard {
  const known = seen.find(({ pciAddress }) => pciAddress === address);
  return bareNvidiaCard(known ?? identityAt(address), 'asleep');
}

function sleepers({ loadedVersion: driverVersion }: NvidiaSurroundings, cards: NvidiaCard[]): NvidiaReading {
  return { state: 'ok', source: 'sysfs', reason: null, remedy: null, driverVersion, cards };
}
