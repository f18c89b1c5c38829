import { increaseOf, ratioOf } from '../../../parsers/arithmetic.js';
import type { DrmFdinfo } from '../../../parsers/drm-fdinfo.js';
import type { GpuCardProcess } from '../card.js';
import type { DrmCard, DrmEngine } from './cards.js';
import type { DrmClient, DrmScan } from './clients.js';
import type { DrmScans } from './scans.js';

/**
 * Adds to cards the programs that use them and how busy these keep the engines, from what the kernel tells of the
 * files they have open. Where nothing more can be seen than this service itself, `processes` stays null.
 */
export function drmProgramsReader(scans: DrmScans): <C extends DrmCard>(cards: C[]) => Promise<C[]> {
  return async (cards) => {
    // A card that sleeps or hangs is not asked about, and without any other there is nothing to look for.
    if (!cards.some(({ state }) => state === 'ok')) return cards;
    const { current, before } = await scans();
    return cards.map((card) => (card.state === 'ok' ? withPrograms(card, current, before) : card));
  };
}

/** The busiest of the engines whose name fits; null when no program names any. */
export function engineShare({ engines }: DrmCard, name: RegExp): number | null {
  const shares = (engines ?? []).filter((engine) => name.test(engine.name)).map(({ percent }) => percent);
  if (shares.length === 0 || shares.includes(null)) return null;
  return Math.max(...shares.map(Number));
}

/** The busiest of all engines; 0 where it is seen that no program has the card open, null when not told. */
export function busiestEngine(card: DrmCard): number | null {
  const isUnused = card.engines !== null && card.processes?.length === 0;
  return engineShare(card, /./) ?? (isUnused ? 0 : null);
}

/**
 * Bytes a client holds of the card's own memory, and of a processor's graphics (`carveout`) what it holds of the system's
 * beside it, where models lie; of the system's where the card has none. Null when not told.
 */
export function clientMemory({ memory }: DrmFdinfo, kind: DrmCard['memoryKind'] = null): number | null {
  const regions = [...memory].filter(([name]) => !name.startsWith('stolen'));
  const isOwn = kind === 'carveout' ? /^(?:vram|local|gtt)\d*$/ : /^(?:vram|local)\d*$/;
  const own = regions.filter(([name]) => isOwn.test(name));
  const counted = (own.length > 0 ? own : regions).map(([, region]) => region.resident ?? region.total);
  const known = counted.filter((bytes) => bytes !== null);
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
}

function withPrograms<C extends DrmCard>(card: C, scan: DrmScan, before: DrmScan | null): C {
  const clients = [...scan.clients].filter(([, { device }]) => device === (card.pciAddress ?? card.id));
  const known = scan.hidden === null || clients.length > 0;
  return {
    ...card,
    processes: known
      ? processesOf(
          clients.map(([, client]) => client),
          card.memoryKind,
        )
      : null,
    processesReason: scan.hidden,
    engines: scan.hidden === null && before !== null ? enginesOf(clients, before) : null,
  };
}

function processesOf(clients: DrmClient[], memoryKind: DrmCard['memoryKind']): GpuCardProcess[] {
  const byPid = new Map<number, DrmClient[]>();
  for (const client of clients) byPid.set(client.pid, [...(byPid.get(client.pid) ?? []), client]);
  return [...byPid].map(([pid, own]) => {
    const sizes = own.map(({ parsed }) => clientMemory(parsed, memoryKind)).filter((bytes) => bytes !== null);
    const memory = sizes.length === 0 ? null : sizes.reduce((sum, bytes) => sum + bytes, 0);
    return { pid, name: own[0]?.program ?? null, kind: kindOf(own), memory };
  });
}

function kindOf(clients: DrmClient[]): GpuCardProcess['kind'] {
  const used = clients.flatMap(({ parsed }) =>
    [...parsed.engines]
      .filter(([, time]) => (time.nanoseconds ?? time.cycles ?? 0) > 0)
      .map(([name]) => name),
  );
  const compute = used.some((name) => /^(?:compute|ccs)/.test(name));
  const graphics = used.some((name) => /^(?:gfx|render|rcs|gpu|fragment|vertex)/.test(name));
  if (compute && graphics) return 'both';
  return compute ? 'compute' : graphics ? 'graphics' : null;
}

/**
 * Shares of all clients together, by engine; one that came since the scan before does not count yet. Null when all
 * came since, or when the driver is so old that it tells no times.
 */
function enginesOf(clients: [string, DrmClient][], before: DrmScan): DrmEngine[] | null {
  const known = clients.filter(([key]) => before.clients.has(key));
  if (clients.length > 0 && known.length === 0) return null;
  if (clients.some(([, { parsed }]) => parsed.driver === null)) return null;
  const shares = new Map<string, number>();
  for (const [key, client] of clients) {
    const earlier = before.clients.get(key);
    for (const engine of client.parsed.engines.keys()) {
      const share = earlier === undefined ? null : busyShare(earlier, client, engine);
      if (share !== null) shares.set(engine, (shares.get(engine) ?? 0) + share);
    }
  }
  return [...shares].map(([name, share]) => ({ name, percent: atMostWhole(share * 100) }));
}

/** Clients are read one after the other, so that a busy engine may come out above 100 %; far above that it cannot be. */
function atMostWhole(percent: number): number {
  return percent <= 150 ? Math.min(100, percent) : percent;
}

function busyShare(before: DrmClient, now: DrmClient, engine: string): number | null {
  const earlier = before.parsed.engines.get(engine);
  const later = now.parsed.engines.get(engine);
  if (earlier === undefined || later === undefined) return null;
  const [busy, passed] =
    later.totalCycles === null
      ? [increaseOf(earlier.nanoseconds, later.nanoseconds), (now.at - before.at) * 1e6]
      : [increaseOf(earlier.cycles, later.cycles), increaseOf(earlier.totalCycles, later.totalCycles)];
  const share = ratioOf(busy, passed);
  return share === null ? null : share / later.capacity;
}
