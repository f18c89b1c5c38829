import { parsedOrNull } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parsePciUevent } from '../../../parsers/pci/uevent.js';
import type { GpuBackendReading, GpuCard } from '../card.js';
import type { DrmDevice } from './cards.js';
import { pciAttribute, pciCards, pciDriver } from './pci-cards.js';

/** One maker's cards as the PCI bus shows them, and what lets a driver run them. */
export interface UndrivenKind<C extends GpuCard> {
  /** `0x1002` */
  vendor: string;
  /** How messages name its card: `an AMD`. */
  maker: string;
  remedy: string;
  /** The card with who it is and nothing measured. */
  describe: (device: DrmDevice) => C;
}

/**
 * Where a reading has found no card of a maker it is looked for on the PCI bus: one that no driver runs is a card all the
 * same. One that is handed on to a virtual machine has a driver for that (vfio-pci).
 */
export function undrivenReader<C extends GpuCard>(
  host: Host,
  { vendor, describe, ...words }: UndrivenKind<C>,
): (reading: GpuBackendReading<C>) => Promise<GpuBackendReading<C>> {
  const onBus = pciCards(host, vendor);
  return async (reading) => {
    if (reading.state !== 'absent') return reading;
    const devices = await Promise.all(
      (parsedOrNull(await onBus()) ?? []).map((address) => undriven(host, address)),
    );
    const cards = devices.filter((device) => device !== null).map(describe);
    return cards.length === 0 ? reading : withoutDriver(cards, words);
  };
}

/** The reading of a maker whose cards, of which nothing is measured, no driver runs. */
export function withoutDriver<C extends GpuCard>(
  cards: readonly C[],
  { maker, remedy }: Pick<UndrivenKind<C>, 'maker' | 'remedy'>,
): GpuBackendReading<C> {
  const places = cards.map(({ pciAddress, id }) => pciAddress ?? id).join(', ');
  const because = {
    state: 'failed' as const,
    reason: `there is ${maker} card (${places}), but no driver runs it`,
    remedy,
  };
  const failed = cards.map((card): C => ({ ...card, ...because }));
  return { ...because, source: 'sysfs', driverVersion: null, cards: failed };
}

async function undriven(host: Host, address: string): Promise<DrmDevice | null> {
  const driver = await pciDriver(host, address);
  if (driver !== 'nobody' && driver !== 'untold') return null;
  const attribute = async (name: string) => parsedOrNull(await pciAttribute(host, address, name));
  const { vendorId, deviceId } = parsePciUevent(await attribute('uevent'));
  const identity = { name: address, device: address, pciAddress: address, kernelDriver: null };
  const withoutPrefix = async (name: string) =>
    (await attribute(name))?.replace(/^0x/, '').toLowerCase() ?? null;
  return {
    ...identity,
    vendorId: vendorId ?? (await withoutPrefix('vendor')),
    deviceId: deviceId ?? (await withoutPrefix('device')),
    revision: await withoutPrefix('revision'),
  };
}
