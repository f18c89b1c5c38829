import type { TObject } from '@sinclair/typebox';
import {
  Gpu,
  GpuBackend,
  GpuProcess,
  GpuStats,
  gpuBackendProperties,
  gpuProperties,
  type GpuType,
} from '../../schemas/gpu/gpu.js';
import type { Failure, Trouble } from '../../src/failures.js';
import { derived } from '../core/domain/derived.js';

/** What is needed of any vendor's body. */
interface VendorBody extends GpuBackend {
  gpus: Gpu[];
}

/**
 * `/stats/gpu`: the cards of all vendors. `vendors` are the domains it is made of (`gpu/amd`, …) with their
 * schemas, in the order in which their cards shall stand.
 */
export const gpu = (vendors: Record<string, TObject>) =>
  derived({
    name: 'gpu',
    summary: 'All GPUs',
    description:
      'Every graphics card of every vendor in one form. A backend that is broken is told in `backends`, with what ' +
      'can be done about it; this route answers 200 all the same, because that is a fact about the host.',
    tag: 'GPU',
    schema: GpuStats,
    components: [GpuProcess, Gpu, GpuBackend],
    needs: vendors,
    combine: (inputs, missing) => {
      const bodies = Object.keys(vendors).map(
        (name) => (inputs[name] as VendorBody | null) ?? lost(name, missing),
      );
      const cards = bodies.flatMap(({ gpus }) => gpus.map(common)).sort(dedicatedFirst(bodies));
      const gpus = cards.map((card, index) => ({ ...card, index }));
      const types = presentTypes(bodies, gpus);
      return { type: types[0] ?? 'None', gpus, types, backends: bodies.map(backend) };
    },
    troubles: (body) => body.backends.flatMap(backendTrouble).concat(body.gpus.flatMap(cardTrouble)),
  });

/** A vendor whose domain itself failed; that is only possible through a fault of ours. */
function lost(name: string, missing: ReadonlyMap<string, Failure>): VendorBody {
  const failure = missing.get(name);
  const vendor = name.replace(/^gpu\//, '');
  const reason = failure?.message ?? null;
  return {
    vendor,
    type: 'Other',
    state: 'failed',
    source: null,
    reason,
    remedy: failure?.remedy ?? null,
    gpus: [],
  };
}

/** Only what all cards have: what a vendor adds stands on its own route. */
function common(card: Gpu): Gpu {
  const shared = Object.entries(card).filter(([name]) => name in gpuProperties);
  return Object.fromEntries(shared) as unknown as Gpu;
}

function backend(body: VendorBody): GpuBackend {
  const shared = Object.entries(body).filter(([name]) => name in gpuBackendProperties);
  return Object.fromEntries(shared) as unknown as GpuBackend;
}

/** Dedicated cards before integrated ones, then by vendor, then by bus address. */
function dedicatedFirst(bodies: VendorBody[]) {
  const rank = new Map(bodies.map(({ vendor }, index) => [vendor, index]));
  return (a: Gpu, b: Gpu): number =>
    Number(a.integrated === true) - Number(b.integrated === true) ||
    (rank.get(a.vendor) ?? 0) - (rank.get(b.vendor) ?? 0) ||
    (a.pci_address ?? '').localeCompare(b.pci_address ?? '') ||
    a.index - b.index;
}

/** Kinds of the cards in their order, then kinds of backends that are there but broken. */
function presentTypes(bodies: VendorBody[], gpus: Gpu[]): GpuType[] {
  const typeOf = new Map(bodies.map(({ vendor, type }) => [vendor, type]));
  const ofCards = gpus.map(({ vendor }) => typeOf.get(vendor) ?? 'Other');
  const broken = bodies.filter(({ state }) => !['ok', 'absent', 'disabled'].includes(state));
  return [...new Set([...ofCards, ...broken.map(({ type }) => type)])];
}

function backendTrouble({ vendor, state, reason, remedy }: GpuBackend): Trouble[] {
  if (['ok', 'absent', 'disabled', 'asleep'].includes(state)) return [];
  return [{ domain: `gpu/${vendor}`, code: state, detail: reason ?? `the backend is ${state}`, remedy }];
}

function cardTrouble({ vendor, id, state }: Gpu): Trouble[] {
  if (['ok', 'asleep'].includes(state)) return [];
  return [{ domain: `gpu/${vendor}`, code: state, detail: `the card ${id} is ${state}`, remedy: null }];
}
