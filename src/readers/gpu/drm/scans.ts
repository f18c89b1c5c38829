import { remembered } from '../../../clock.js';
import type { Host } from '../../../host/host.js';
import { drmClientScanner, type DrmScan } from './clients.js';

/** The programs that have cards open now, and as they were one look earlier. */
export interface DrmLooks {
  current: DrmScan;
  /** Null at first, and when that was too long ago to say how busy a card is now. */
  before: DrmScan | null;
}

/** Looks at the programs of the machine, for all makers' cards at once. */
export type DrmScans = () => Promise<DrmLooks>;

/** A scan takes milliseconds, so one serves for five seconds; a little less, since readings come not to the ms. */
const scanInterval = 4_900;

/** A scan that is older says nothing about how busy a card is now. */
const oldest = 30_000;

/**
 * Looks at the programs when somebody asks and the last look is five seconds old; those who ask meanwhile share it.
 * Given to the readers of every maker by the composition, it makes a machine with cards of three makers as cheap as
 * one with cards of one.
 */
export function drmScans(host: Host): DrmScans {
  const scan = drmClientScanner(host);
  let earlier: { scan: DrmScan; at: number } | null = null;
  return remembered(host.clock, scanInterval, async () => {
    const at = host.clock.monotonic();
    const before = earlier !== null && at - earlier.at <= oldest ? earlier.scan : null;
    const current = await scan();
    earlier = { scan: current, at };
    return { current, before };
  });
}
