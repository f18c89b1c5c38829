import type { Tell } from '../../bounds.js';
import { within, type Clock } from '../../clock.js';
import { stateOf } from '../../failures.js';
import type { HttpSource } from '../../host/host.js';
import type { CardMemory } from '../model-servers/model-runner-reading.js';
import { askedRunner, modelRunner } from '../model-servers/model-runner.js';
import { RunnerPoller } from '../model-servers/poller.js';
import type { RunnerReading } from '../model-servers/reading.js';
import { modelName } from './model-name.js';
import { NamedQuestions } from './named-questions.js';
import type { ModelServerReading } from './reading.js';

/** How long all questions of a poll may take, ms: it may be far away, and have to be shown a certificate first. */
const deadline = 2_000;
/** How long it is waited for, ms; what comes later is told the next time. */
const longestWait = 1_200;

type Finding = Pick<ModelServerReading, 'state' | 'reason' | 'remedy'>;

/** A server that the settings name by its address. */
export class NamedServer {
  readonly #clock: Clock;
  readonly #source: HttpSource;
  readonly #questions = new NamedQuestions();
  readonly #poller: RunnerPoller;
  #isAsked = false;

  constructor(clock: Clock, source: HttpSource) {
    this.#clock = clock;
    this.#source = source;
    this.#poller = new RunnerPoller({ clock, questions: this.#questions, deadline });
  }

  get url(): string {
    return this.#source.url;
  }

  /** Asks it what it does. Never throws. */
  async poll(): Promise<void> {
    const asked = this.#poller.poll((path, limits) => this.#source.get(path, limits));
    const isWhole = asked.then(() => (this.#isAsked = true));
    await within(this.#clock, longestWait, isWhole, () => undefined);
  }

  /** What it told last; `process` is its own where that is seen, with its memory on the cards. */
  reading(process: { of: RunnerReading; cards: CardMemory[] | null } | null, tell: Tell): ModelServerReading {
    const found = this.#finding(process?.of ?? null);
    const kind = this.#questions.kind ?? kindOfProcess(process?.of ?? null);
    const { live } = this.#poller;
    const server = { id: this.url, kind, url: this.url, isNamed: true, ...found, version: null };
    const isNothing = found.state === 'absent' || kind === null;
    if (isNothing && process === null) return { ...server, waiting: null, models: [] };
    const [first] = this.#questions.models;
    const name = modelName(first?.id ?? null, kind) ?? (process === null ? null : nameOfProcess(process.of));
    const named = { of: name ?? this.url, tell };
    // Of one that is not there yet its process tells more.
    const told = found.state === 'loading' && process !== null && this.#poller.failure !== null;
    const runner =
      process === null
        ? askedRunner(live, named)
        : modelRunner({ ...process.of, ...(told ? {} : live) }, process.cards, named);
    const model = {
      ...{ name, digest: null, parameterSize: null, size: null, sizeVram: null, runner },
      contextLength: runner.contextLength,
    };
    return { ...server, waiting: runner.waiting, models: [model] };
  }

  #finding(process: RunnerReading | null): Finding {
    const { failure, live } = this.#poller;
    if (failure === null && !this.#isAsked) {
      return { state: 'timeout', reason: 'it has not answered yet', remedy: remedies['timeout'] ?? null };
    }
    if (failure === null && live.state === 'loading')
      return { state: 'loading', ...loads, remedy: live.remedy };
    if (failure === null) return this.#questions.isRefused ? locked : well;
    if (failure.code === 'absent' && process?.state === 'loading') {
      return { state: 'loading', reason: process.reason ?? loads.reason, remedy: process.remedy };
    }
    const isLocked = failure.code === 'no_permission';
    const state = isLocked
      ? 'unauthorized'
      : stateOf(failure, ['absent', 'timeout', 'malformed', 'too_large']);
    const remedy = failure.remedy ?? remedies[state] ?? checkAddress;
    // Of its time, parts may have gone to other questions: the poller's own words hold for the whole.
    return { state, reason: live.reason ?? failure.message, remedy };
  }
}

const checkAddress = 'check its address in SYSMON_MODEL_SERVERS, with the prefix of its paths if it has one';
const remedies: Readonly<Record<string, string>> = {
  absent:
    'start it, or take it out of SYSMON_MODEL_SERVERS; inside a container 127.0.0.1 is the container itself',
  timeout: 'see whether it is stuck or overloaded, and whether a firewall drops what is sent to it',
  unauthorized: 'put a line with its address and its key into the file of SYSMON_MODEL_SERVERS_KEYS_FILE',
  failed: 'see its log',
};
const well: Finding = { state: 'ok', reason: null, remedy: null };
const loads = { reason: 'it is loading its model' };
const locked: Finding = {
  state: 'unauthorized',
  reason: 'it tells some of what is asked only to those who have its API key',
  remedy: remedies['unauthorized'] ?? null,
};

function kindOfProcess(process: RunnerReading | null): ModelServerReading['kind'] {
  return process === null ? null : process.kind === 'vllm' ? 'vllm' : 'llama-server';
}

function nameOfProcess({ alias, model }: RunnerReading): string | null {
  return alias ?? modelName(model, null);
}
