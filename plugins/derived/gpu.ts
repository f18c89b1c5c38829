import type { Static } from '@sinclair/typebox';
import { GpuProcess } from '../../schemas/gpu/process.js';
import { GpuThrottleReason } from '../../schemas/gpu/throttle.js';
import { Gpu, GpuBackend, GpuStats, type GpuType, type VendorStats } from '../../schemas/gpu/gpu.js';
import { isSound } from '../../schemas/states.js';
import type { Failure } from '../../src/failures.js';
import { derived } from '../core/domain/derived.js';

/** What is needed of any vendor's body. */
type VendorBody = Omit<Static<VendorStats<typeof Gpu>>, 'driver_version' | 'sampled_at'>;

/**
 * `/stats/gpu`: the cards of all vendors. `vendors` are the domains it is made of (`gpu/amd`, …) with their
 * schemas, in the order in which their cards shall stand.
 */
export const gpu = (vendors: Record<string, VendorStats<typeof Gpu>>) =>
  derived({
    name: 'gpu',
    summary: 'All GPUs',
    description:
      'Every graphics card of every vendor in one form. A backend that is broken is told in `backends`, with what ' +
      'can be done about it; this route answers 200 all the same, because that is a fact about the host.',
    tag: 'GPU',
    schema: GpuStats,
    components: [GpuProcess, GpuThrottleReason, Gpu, GpuBackend],
    needs: vendors,
    passesProblems: true,
    combine: (inputs, missing) => {
      const bodies = Object.keys(vendors).map((name) => inputs[name] ?? unshown(name, missing));
      const cards = bodies.flatMap(({ gpus }) => gpus.map(common)).sort(dedicatedFirst(bodies));
      const gpus = cards.map((card, index) => ({ ...card, index }));
      const types = presentTypes(bodies, gpus);
      return { type: types[0] ?? 'None', gpus, types, backends: bodies.map(backend) };
    },
  });

/** A vendor whose domain itself failed; that is only possible through a fault of ours. */
function unshown(name: string, missing: ReadonlyMap<string, Failure>): VendorBody {
  const { message: reason = null, remedy = null } = missing.get(name) ?? {};
  const about = { vendor: name.replace(/^gpu\//, ''), type: 'Other', state: 'failed', source: null } as const;
  return { ...about, reason, remedy, gpus: [] };
}

/** Only what all cards have: what a vendor adds stands on its own route. */
function common(card: Gpu): Gpu {
  return picked(card, commonNames);
}

function backend(body: VendorBody): GpuBackend {
  return picked<GpuBackend>(body, backendNames);
}

const commonNames = Object.keys(Gpu.properties);
const backendNames = Object.keys(GpuBackend.properties);

/** The fields of `T` alone, of something that has more. */
function picked<T extends object>(thing: T, names: readonly string[]): T {
  const fields: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(thing, name)) fields[name] = Reflect.get(thing, name);
  return fields as T;
}

/** Dedicated cards before integrated ones, then by vendor, then by bus address; one that tells none comes last of its maker's. */
function dedicatedFirst(bodies: VendorBody[]) {
  const rank = new Map(bodies.map(({ vendor }, index) => [vendor, index]));
  return (a: Gpu, b: Gpu): number =>
    Number(a.integrated === true) - Number(b.integrated === true) ||
    (rank.get(a.vendor) ?? 0) - (rank.get(b.vendor) ?? 0) ||
    byAddress(a.pci_address, b.pci_address) ||
    a.index - b.index;
}

function byAddress(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** Kinds of the cards in their order, then kinds of backends that are there but broken. */
function presentTypes(bodies: VendorBody[], gpus: Gpu[]): GpuType[] {
  const typeOf = new Map(bodies.map(({ vendor, type }) => [vendor, type]));
  const ofCards = gpus.map(({ vendor }) => typeOf.get(vendor) ?? 'Other');
  const broken = bodies.filter(({ state }) => !isSound(state));
  return [...new Set([...ofCards, ...broken.map(({ type }) => type)])];
}
