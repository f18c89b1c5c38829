import { finite } from '../arithmetic.js';

/** Counters of one network interface since boot. */
export interface NetDevCounters {
  receivedBytes: number;
  receivedPackets: number;
  receiveErrors: number;
  receiveDrops: number;
  sentBytes: number;
  sentPackets: number;
  sendErrors: number;
  sendDrops: number;
}

/**
 * `/proc/net/dev` (https://docs.kernel.org/networking/statistics.html#procfs): counters by interface name. A name
 * may contain a colon (an alias), so the last colon before the numbers parts them.
 */
export function parseProcNetDev(text: string): Map<string, NetDevCounters> {
  const interfaces = new Map<string, NetDevCounters>();
  for (const line of text.split('\n')) {
    const [, name, cells] = /^\s*(\S+):\s*((?:\d+\s+){11,}\d+)\s*$/.exec(line) ?? [];
    if (name === undefined || cells === undefined) continue;
    const numbers = cells.split(/\s+/).map((digits) => finite(Number(digits)));
    const cell = (index: number) => numbers[index] ?? 0;
    interfaces.set(name, {
      receivedBytes: cell(0),
      receivedPackets: cell(1),
      receiveErrors: cell(2),
      receiveDrops: cell(3),
      sentBytes: cell(8),
      sentPackets: cell(9),
      sendErrors: cell(10),
      sendDrops: cell(11),
    });
  }
  return interfaces;
}
