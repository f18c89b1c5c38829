import { Failure, stateOf } from '../../failures.js';
import type { HttpAnswer } from '../../host/host.js';
import { parseOllamaPs, type OllamaPsModel } from '../../parsers/ollama/ps.js';

/** How Ollama answers; the words are part of the API. */
export type OllamaState = 'ok' | 'absent' | 'timeout' | 'unauthorized' | 'failed' | 'malformed' | 'too_large';

/** Whether an Ollama is there and well. */
export interface Finding {
  state: OllamaState;
  /** Null when the state is ok. */
  reason: string | null;
  remedy: string | null;
}

/** Where an Ollama is named, as its remedies say. */
export interface OllamaSetting {
  variable: string;
  /** How what stands before it is told who asks. */
  credentials: string;
}

/** That of `/stats/ollama`. */
export const firstOllama: OllamaSetting = {
  variable: 'OLLAMA_HOST',
  credentials: 'set SYSMON_OLLAMA_HEADERS, e.g. to "Authorization: Bearer …"',
};

/** All others: what is set for the first is not theirs to know. */
export const otherOllama: OllamaSetting = {
  variable: 'SYSMON_OLLAMA_HOSTS',
  credentials: 'put user:password@ before its address in SYSMON_OLLAMA_HOSTS',
};

/** What follows from what Ollama answers to `/api/ps`; `listed` is null when its models could not be learnt. */
export function finding(
  answer: HttpAnswer | Failure,
  setting: OllamaSetting,
): Finding & { listed: OllamaPsModel[] | null } {
  if (answer instanceof Failure) return unanswered(answer, setting);
  if (answer.status !== 200) return { ...refused(answer.status, setting), listed: null };
  const listed = parseOllamaPs(answer.body);
  if (listed !== null) return { state: 'ok', reason: null, remedy: null, listed };
  const reason = 'what answers where Ollama should be does not give the list of models that Ollama gives';
  return { state: 'malformed', reason, remedy: checkAddress(setting), listed: null };
}

function checkAddress({ variable }: OllamaSetting): string {
  const address = variable === firstOllama.variable ? variable : `its address in ${variable}`;
  return `check that ${address} is the address of Ollama`;
}

function unanswered(failure: Failure, setting: OllamaSetting) {
  const state = stateOf(failure, ['absent', 'timeout', 'malformed', 'too_large']);
  const remedy = failure.remedy ?? remedyOf(state, setting);
  return { state, reason: failure.message, remedy, listed: state === 'absent' ? [] : null };
}

function remedyOf(state: OllamaState, setting: OllamaSetting): string {
  const { variable } = setting;
  if (state === 'absent') {
    const where = 'inside a container 127.0.0.1 is the container itself';
    return `start Ollama, or set ${variable} to where it listens; ${where}`;
  }
  if (state === 'timeout') {
    return `see whether Ollama is stuck or overloaded, and whether a firewall drops what is sent to ${variable}`;
  }
  return checkAddress(setting);
}

function refused(status: number, setting: OllamaSetting): Finding {
  if (status === 401) {
    const reason = 'the proxy in front of Ollama wants to be told who asks (status 401)';
    return { state: 'unauthorized', reason, remedy: setting.credentials };
  }
  if (status === 403) {
    const reason = 'Ollama, or a proxy in front of it, refuses to answer this service (status 403)';
    const remedy =
      `ask Ollama by localhost or an IP address in ${setting.variable}, since it refuses host names that are not its ` +
      `own, and see OLLAMA_ORIGINS on its side; behind a proxy ${short(setting)}`;
    return { state: 'unauthorized', reason, remedy };
  }
  const reason = `${refusals(status)} (status ${status})`;
  return { state: 'failed', reason, remedy: status < 500 ? checkAddress(setting) : 'see the log of Ollama' };
}

/** Without its example. */
function short({ credentials }: OllamaSetting): string {
  return credentials.replace(/, e\.g\..*$/, '');
}

function refusals(status: number): string {
  if (status === 404) return 'what answers there has no /api/ps: not Ollama, or older than 0.1.38';
  if (status >= 300 && status < 400) return 'Ollama is said to be at another address, which is not followed';
  return 'Ollama did not give the list of its models';
}
