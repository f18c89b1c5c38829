import type { FastifyInstance } from 'fastify';
import type { Implausible } from '../../../src/bounds.js';

/** What was told and cannot be, as a body tells of it: sentences, each of them once. */
export function reasonsOf(implausible: readonly Implausible[]): string[] {
  return [...new Set(implausible.map(({ reason }) => reason))];
}

/** Counts what the readings of a domain hold that cannot be; the first of each field has a line in the log. */
export function implausibleCounter(
  { monitor: { implausible }, log }: FastifyInstance,
  domain: string,
): (found: readonly Implausible[]) => void {
  return (found) => {
    for (const { field, reason } of found) {
      if (implausible.add(domain, field) > 1) continue;
      log.warn({ domain, field }, `${domain} tells what cannot be, and null is shown instead: ${reason}`);
    }
  };
}
