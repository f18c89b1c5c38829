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
  let last: DrmLooks | null = null;
  let at = 0;
  let underWay: Promise<DrmLooks> | null = null;

  const look = async (now: number): Promise<DrmLooks> => {
    const before = last !== null && now - at <= oldest ? last.current : null;
    at = now;
    last = { current: await scan(), before };
    return last;
  };

  return () => {
    if (underWay !== null) return underWay;
    const now = host.clock.monotonic();
    if (last !== null && now - at < scanInterval) return Promise.resolve(last);
    underWay = look(now).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
