import type { Tell } from '../../bounds.js';
import { within, type Clock } from '../../clock.js';
import type { HttpSource } from '../../host/host.js';
import type { CardMemory } from '../model-servers/model-runner-reading.js';
import { askedRunner, modelRunner } from '../model-servers/model-runner.js';
import { RunnerPoller } from '../model-servers/poller.js';
import type { RunnerReading } from '../model-servers/reading.js';
import { findingOf, notYet, type Finding } from './finding.js';
import { modelName } from './model-name.js';
import { NamedQuestions } from './named-questions.js';
import { servedBy, type ModelServerReading } from './reading.js';

/** How long all questions of a poll may take, ms: it may be far away, and have to be shown a certificate first. */
const deadline = 2_000;
/** How long it is waited for, ms; what comes later is told the next time. */
const longestWait = 1_200;

/** The process of a named server, where it is seen, with its memory on the cards. */
interface OwnProcess {
  of: RunnerReading;
  cards: CardMemory[] | null;
}

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
  reading(process: OwnProcess | null, tell: Tell): ModelServerReading {
    const found = this.#isAsked ? findingOf(this.#poller, this.#questions, process?.of ?? null) : notYet;
    const kind = this.#questions.kind ?? kindOfProcess(process?.of ?? null);
    const server = { id: this.url, kind, url: this.url, isNamed: true, ...found, version: null };
    if ((found.state === 'absent' || kind === null) && process === null) {
      return { ...server, waiting: null, models: [] };
    }
    const name = this.#modelName(process);
    const runner = this.#runner(process, found, { of: name ?? this.url, tell });
    return { ...server, waiting: runner.waiting, models: [servedBy(runner, name)] };
  }

  #modelName(process: OwnProcess | null): string | null {
    const [first] = this.#questions.models;
    if (first !== undefined) return modelName(first.id, this.#questions.kind);
    return process === null ? null : (process.of.alias ?? modelName(process.of.model, null));
  }

  #runner(process: OwnProcess | null, { state }: Finding, named: { of: string; tell: Tell }) {
    const { live, failure } = this.#poller;
    if (process === null) return askedRunner(live, named);
    // Of one that is not there yet its process tells more.
    const isComing = state === 'loading' && failure !== null;
    return modelRunner({ ...process.of, ...(isComing ? {} : live) }, process.cards, named);
  }
}

function kindOfProcess(process: RunnerReading | null): ModelServerReading['kind'] {
  return process === null ? null : process.kind === 'vllm' ? 'vllm' : 'llama-server';
}
