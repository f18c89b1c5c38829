import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../../src/clock.js';
import { Failure, problemOf, type Problem } from '../../../src/failures.js';
import type { Entry, Shown } from '../../../src/sampling/catalogue.js';
import { bytesOf } from './data-route.js';
import type { Serialise } from './serialisers.js';
import { withinTimeout } from './timeout.js';

/** How long one slow domain may hold up all the others, ms; after that it is null and named in `problems`. */
const timeout = 2_000;

/** Several domains put together in one body, in the order of `entries`. */
export interface Snapshot {
  clock: Clock;
  log: FastifyBaseLogger;
  /** Every domain the body has a key for. */
  entries: ReadonlyMap<string, Entry>;
  /** The domains that are read; the keys of the others are null. */
  wanted: ReadonlySet<string>;
  serialise: Serialise;
  /** What is wrong beside the domains. */
  problems: () => Problem[];
}

/** The body with what the domains show now, made of the very bytes that their own routes send. Never rejects. */
export async function snapshotBytes(snapshot: Snapshot): Promise<Buffer> {
  const { clock, entries, wanted } = snapshot;
  const requested = [...entries].filter(([name]) => wanted.has(name));
  const shown = new Map(
    await Promise.all(
      requested.map(async ([name, entry]) => [name, await withinTimeout(clock, entry, timeout)] as const),
    ),
  );
  return composed(snapshot, shown);
}

function composed(snapshot: Snapshot, shown: Map<string, Shown>): Buffer {
  const parts: (string | Buffer)[] = [];
  const problems: Problem[] = [];
  let oldest = snapshot.clock.epoch();
  for (const [name, entry] of snapshot.entries) {
    const domain = shown.get(name);
    const bytes = domain === undefined ? null : bytesOrFailure(snapshot, entry, domain);
    parts.push(`${parts.length === 0 ? '{' : ','}"${name}":`, Buffer.isBuffer(bytes) ? bytes : 'null');
    problems.push(...(bytes instanceof Failure ? [problemOf(name, bytes)] : (domain?.problems ?? [])));
    if (domain?.ok === true) oldest = Math.min(oldest, domain.epoch);
  }
  problems.push(...snapshot.problems());
  const tail = { sampled_at: new Date(oldest).toISOString(), problems: problems };
  parts.push(`,${JSON.stringify(tail).slice(1)}`);
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** A body that does not fit its schema is a fault of that domain alone, and must not take the others with it. */
function bytesOrFailure({ serialise, log }: Snapshot, entry: Entry, shown: Shown): Buffer | null | Failure {
  if (!shown.ok) return null;
  try {
    return bytesOf(entry, shown, serialise);
  } catch (thrown) {
    log.error({ err: thrown, domain: entry.name }, 'a body does not fit its schema');
    return new Failure('failed', `${entry.name} cannot be shown; the log of the service says more`, {
      cause: thrown,
    });
  }
}
