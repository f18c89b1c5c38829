import { stateOf, type Failure } from '../../failures.js';
import type { RunnerLive, RunnerReading } from '../model-servers/reading.js';
import type { ModelServerReading } from './reading.js';

/** How a named server answers, why, and what can be done about it. */
export type Finding = Pick<ModelServerReading, 'state' | 'reason' | 'remedy'>;

/** What follows from the last poll of a named server, and from its `process` where that is seen. */
export function findingOf(
  { failure, live }: { failure: Failure | null; live: RunnerLive },
  { isRefused }: { isRefused: boolean },
  process: RunnerReading | null,
): Finding {
  if (failure === null) {
    if (live.state === 'loading') return { state: 'loading', reason: loads, remedy: null };
    return isRefused ? locked : { state: 'ok', reason: null, remedy: null };
  }
  if (failure.code === 'absent' && process?.state === 'loading') {
    return { state: 'loading', reason: process.reason ?? loads, remedy: process.remedy };
  }
  const isLocked = failure.code === 'no_permission';
  const state = isLocked ? 'unauthorized' : stateOf(failure, ['absent', 'timeout', 'malformed', 'too_large']);
  const remedy = failure.remedy ?? remedies[state] ?? checkAddress;
  // The poller's own words hold for all of its questions together.
  return { state, reason: live.reason ?? failure.message, remedy };
}

const checkAddress = 'check its address in SYSMON_MODEL_SERVERS, with the prefix of its paths if it has one';
const remedies: Readonly<Record<string, string>> = {
  absent:
    'start it, or take it out of SYSMON_MODEL_SERVERS; inside a container 127.0.0.1 is the container itself',
  timeout: 'see whether it is stuck or overloaded, and whether a firewall drops what is sent to it',
  unauthorized: 'put a line with its address and its key into the file of SYSMON_MODEL_SERVERS_KEYS_FILE',
  failed: 'see its log',
};
const loads = 'it is loading its model';
const locked: Finding = {
  state: 'unauthorized',
  reason: 'it tells some of what is asked only to those who have its API key',
  remedy: remedies['unauthorized'] ?? null,
};

/** Of one that was asked and has not answered in the time that it is waited for. */
export const notYet: Finding = {
  state: 'timeout',
  reason: 'it has not answered yet',
  remedy: remedies['timeout'] ?? null,
};
