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
  const lines = text.split('\n').map(parseProcNetDevLine);
  return new Map(lines.filter((line) => line !== null));
}

/** The same of one of its lines; null where it is none of an interface. */
export function parseProcNetDevLine(line: string): readonly [name: string, counters: NetDevCounters] | null {
  const [, name, cells] = /^\s*(\S+):\s*((?:\d+\s+){11,}\d+)\s*$/.exec(line) ?? [];
  if (name === undefined || cells === undefined) return null;
  const numbers = cells.split(/\s+/).map((digits) => finite(Number(digits)));
  const cell = (index: number) => numbers[index] ?? 0;
  const counters = {
    receivedBytes: cell(0),
    receivedPackets: cell(1),
    receiveErrors: cell(2),
    receiveDrops: cell(3),
    sentBytes: cell(8),
    sentPackets: cell(9),
    sendErrors: cell(10),
    sendDrops: cell(11),
  };
  return [name, counters];
}
