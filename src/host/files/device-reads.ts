import { fileName } from '../../byte-names.js';
import { within, type Clock } from '../../clock.js';
import { readBoundedLater } from './bounded-read.js';

/** A read that a driver may hold for good. */
interface Read {
  outcome: Promise<DeviceRead>;
  /** Of the clock's `monotonic()`, ms. */
  started: number;
  /** The longest time that one who asked grants it, ms. */
  granted: number;
  /** That time has passed: told by its timer, which may come some ms before its time by the clock. */
  isOverdue: boolean;
}

/** What came of a read: its content, what was thrown, or that its deadline passed. */
export type DeviceRead = { bytes: Uint8Array } | { thrown: unknown } | { late: true };

/** Reads a file elsewhere than in this process, within `deadline` ms. */
export type ReadElsewhere = (path: string, deadline: number) => Promise<DeviceRead>;

/** How many reads may hold a thread at a time, and how long one waits for its turn, ms, before it is done elsewhere. */
export interface Turns {
  most: number;
  turn: number;
}

/** Of this process: what compresses, and what looks up names, needs the other threads. Drivers that are well take far less. */
const turnsHere: Turns = { most: 2, turn: 20 };

/**
 * Reads files whose drivers may block. All who ask for a path at the same time share one read of it; a read past its
 * deadline goes on, since nothing can end it, and whoever asks meanwhile is refused at once: a file that hangs holds
 * one thread, however often it is asked for, and makes nobody wait but those who asked first. Where such files hold all
 * the threads that may be held here, others are read `elsewhere`.
 */
export function deviceReads(
  clock: Clock,
  elsewhere?: ReadElsewhere,
  { most, turn }: Turns = turnsHere,
): ReadElsewhere {
  const underWay = new Map<string, Read>();
  const takeTurn = turns(most);

  const outcomeWithin = async (path: string, deadline: number): Promise<DeviceRead> => {
    if (elsewhere === undefined) return outcomeOf(readBoundedLater(fileName(path)));
    const ticket = takeTurn();
    if (ticket === null) return elsewhere(path, deadline);
    if (!(await within(clock, turn, ticket.ready, () => false))) {
      ticket.leave();
      return elsewhere(path, deadline);
    }
    return outcomeOf(readBoundedLater(fileName(path))).finally(ticket.end);
  };

  const start = (path: string, deadline: number): Read => {
    const outcome = outcomeWithin(path, deadline).finally(() => underWay.delete(path));
    const read = { outcome, started: clock.monotonic(), granted: 0, isOverdue: false };
    underWay.set(path, read);
    return read;
  };

  const lasted = ({ started }: Read) => clock.monotonic() - started;

  return async (path, deadline): Promise<DeviceRead> => {
    const known = underWay.get(path);
    if (known !== undefined && (known.isOverdue || lasted(known) >= known.granted)) return { late: true };
    const read = known ?? start(path, deadline);
    read.granted = Math.max(read.granted, deadline);
    const rest = read.granted - lasted(read);
    return within(clock, Math.min(deadline, rest), read.outcome, (): DeviceRead => {
      read.isOverdue ||= rest <= deadline;
      return { late: true };
    });
  };
}

async function outcomeOf(content: Promise<Uint8Array>): Promise<DeviceRead> {
  try {
    return { bytes: await content };
  } catch (thrown) {
    return { thrown };
  }
}

/** `ready` is true when it is one's turn, until `end`; who waits no longer leaves. */
interface Ticket {
  ready: Promise<boolean>;
  end: () => void;
  leave: () => void;
}

/** Lets `most` be busy at a time, the others in their order; null once somebody waited in vain, until a turn ends. */
function turns(most: number): () => Ticket | null {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let inVain = false;
  const end = () => {
    inVain = false;
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };
  return () => {
    if (busy < most) {
      busy += 1;
      return { ready: Promise.resolve(true), end, leave: end };
    }
    if (inVain) return null;
    const { promise: ready, resolve } = later();
    waiting.push(resolve);
    const leave = () => {
      const place = waiting.indexOf(resolve);
      // Not there any more: its turn came just then, and is given back.
      if (place < 0) {
        end();
        return;
      }
      waiting.splice(place, 1);
      inVain = true;
    };
    return { ready, end, leave };
  };
}

function later(): { promise: Promise<boolean>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<boolean>((settle) => {
    resolve = () => settle(true);
  });
  return { promise, resolve };
}
