import { Agent, get, type RequestOptions } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What a client with a fixed rhythm saw: how long each answer took, ms, and how often each status came. */
export interface Seen {
  waits: number[];
  statuses: Map<number, number>;
}

/** Asks for `paths` in turn, so many times a second and whatever the answers do, until `until` resolves. */
export async function load(
  url: string,
  paths: readonly string[],
  perSecond: number,
  until: Promise<unknown>,
  key?: string,
): Promise<Seen> {
  const seen: Seen = { waits: [], statuses: new Map() };
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const headers = key === undefined ? {} : { 'x-api-key': key };
  const under: Promise<void>[] = [];
  let isOver = false;
  void until.finally(() => (isOver = true));
  const began = performance.now();
  for (let turn = 0; !isOver; turn += 1) {
    const due = began + (turn * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    under.push(timed(`${url}${paths[turn % paths.length] ?? '/'}`, { agent, headers }, seen));
  }
  await Promise.all(under);
  agent.destroy();
  return seen;
}

async function timed(url: string, options: RequestOptions, { waits, statuses }: Seen): Promise<void> {
  const began = performance.now();
  const status = await statusOf(url, options);
  waits.push(performance.now() - began);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

/** The status of the answer, once it has come as a whole; 0 where none comes. */
function statusOf(url: string, options: RequestOptions): Promise<number> {
  return new Promise((resolve) => {
    get(url, { ...options, timeout: 30_000 }, (answer) => {
      answer.resume().on('error', () => resolve(0));
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('timeout', () => resolve(0))
      .on('error', () => resolve(0));
  });
}

/** The value below which this share of `values` lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
