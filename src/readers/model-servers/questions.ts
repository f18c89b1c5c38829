import type { Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import type { HttpAnswer } from '../../host/host.js';
import { parseModelServerHealth } from '../../parsers/model-server/health.js';
import { onlyKnown, type RunnerLive } from './reading.js';

/** Asks a server for a path; throws a Failure where there is no answer. One question at a time. */
export type Ask = (path: string) => Promise<HttpAnswer>;

/** What is asked of a server of one kind. What it has told before is remembered: it is made for one process. */
export interface Questions {
  /**
   * What the server does. Throws a Failure where it does not answer, or not as its kind does. Nothing of an answer but
   * the numbers that are asked for is kept: a server may tell prompts and answers.
   */
  poll(ask: Ask, clock: Clock): Promise<RunnerLive>;
}

/** Whether this is not there, or is switched off, for as long as this process runs. */
export function isClosed({ status }: HttpAnswer): boolean {
  return status === 404 || status === 501 || isLocked(status);
}

/** Whether a key is wanted. */
export function isLocked(status: number): boolean {
  return status === 401 || status === 403;
}

/** What a server that is loading its model does; null for any other answer. */
export function loading({ status, body }: HttpAnswer): RunnerLive | null {
  if (status !== 503) return null;
  const health = parseModelServerHealth(body);
  if (health?.state !== 'loading') return null;
  return onlyKnown('loading', { source: 'health', progress: health.progress });
}

/** Of an answer that the kind of this server does not give; what it says stays unsaid. */
export function unexpected(path: string, { status }: HttpAnswer): Failure {
  if (status === 200) return new Failure('malformed', `what it answers to ${path} cannot be understood`);
  if (status >= 300 && status < 400) {
    return new Failure(
      'malformed',
      `it refers ${path} to another address (status ${status}), which is not followed`,
    );
  }
  return new Failure('failed', `it refuses to answer ${path} (status ${status})`);
}
