import type { Clock } from '../../../clock.js';
import { Failure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import { parseNvidiaSmiFields } from '../../../parsers/nvidia/smi-fields.js';
import {
  parseNvidiaSmiFailure,
  parseNvidiaSmiList,
  parseNvidiaSmiLost,
  type NvidiaSmiFailure,
  type NvidiaSmiList,
  type NvidiaSmiLostCard,
} from '../../../parsers/nvidia/smi-messages.js';
import type { NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import { askProcessesAndMig, type NvidiaProcessesAndMig, type RunNvidiaSmi } from './processes-and-mig.js';
import { nvidiaQuery, nvidiaSmiCsv, onlyCards, type NvidiaQuery } from './query.js';

/** What one look at the cards gave. */
export interface NvidiaAnswer extends NvidiaProcessesAndMig {
  rows: NvidiaSmiRow[];
  /** Cards that the driver lists and cannot reach. */
  lost: NvidiaSmiLostCard[];
  /** What `-L` listed; null when there was no need to ask. */
  list: NvidiaSmiList | null;
  /** Why there are no rows; null when there are, or when every card is lost. */
  failure: NvidiaSmiFailure | null;
}

const wholeDeadline = 5_000;
const helpDeadline = 3_000;
const listDeadline = 3_000;

/**
 * Looks at the cards by running `nvidia-smi` a few times, within `budget` ms over all (five seconds when left out).
 * `cards` are the bus addresses of those to look at, null for all. Which fields it knows is asked once, and again
 * after anything went wrong, because the driver may have been exchanged. Throws the program's Failure when the cards
 * could not be asked at all.
 */
export function nvidiaOneShot(
  host: Host,
): (budget?: number, cards?: readonly string[] | null) => Promise<NvidiaAnswer> {
  const { clock, programs } = host;
  let known: ReadonlySet<string> = new Set();

  return async (budget = wholeDeadline, cards = null) => {
    const run = withinBudget(programs.nvidiaSmi.run.bind(programs.nvidiaSmi), clock, budget);
    const before = known;
    known = new Set();
    const fields = before.size === 0 ? await knownFields(run) : before;
    const query = nvidiaQuery(fields);
    const answer = await lookAt(run, query, cards);
    if (answer.failure === null) known = fields;
    return answer;
  };
}

function withinBudget(run: Host['programs']['nvidiaSmi']['run'], clock: Clock, budget: number): RunNvidiaSmi {
  const end = clock.monotonic() + budget;
  return (args, atMost) => {
    const left = Math.floor((end - clock.monotonic()) / 100) * 100;
    if (left > 0) return run(args, { deadline: Math.min(atMost, left) });
    return Promise.reject(
      new Failure('timeout', `nvidia-smi took more than ${budget / 1000} s in several runs`),
    );
  };
}

async function knownFields(run: RunNvidiaSmi): Promise<ReadonlySet<string>> {
  return parseNvidiaSmiFields((await run(['--help-query-gpu'], helpDeadline)).stdout);
}

async function lookAt(
  run: RunNvidiaSmi,
  query: NvidiaQuery,
  cards: readonly string[] | null,
): Promise<NvidiaAnswer> {
  const first = await ask(run, query, cards);
  const whole = first.lost.length === 0 && first.failure?.kind !== 'gpu_lost';
  if (whole || (first.failure === null && first.rows.length > 0)) {
    if (first.failure !== null) return { ...first, list: null, apps: null, mig: null };
    return { ...first, list: null, ...(await askProcessesAndMig(run, first.rows, cards)) };
  }
  return cards === null ? withoutTheLost(run, query, first.lost) : oneByOne(run, query, cards);
}

type Requested = Pick<NvidiaAnswer, 'rows' | 'lost' | 'failure'>;

async function ask(
  run: RunNvidiaSmi,
  query: NvidiaQuery,
  cards: readonly (number | string)[] | null,
): Promise<Requested> {
  const args = [`--query-gpu=${query.fields}`, nvidiaSmiCsv];
  const output = await run([...onlyCards(cards), ...args], wholeDeadline);
  const { stdout, stderr } = output;
  const rows = query.rows(stdout);
  const failure = failureOf(output) ?? silent;
  // A warning (a corrupt infoROM, status 14) comes with sound rows; a lost card leaves out those of others.
  const complete = rows.length > 0 && output.crash === null && failure.kind !== 'gpu_lost';
  return { rows, lost: parseNvidiaSmiLost(`${stdout}\n${stderr}`), failure: complete ? null : failure };
}

/** What one that crashed has printed is only a beginning; what it said was wrong counts all the same. */
function failureOf({ exitCode, crash, stdout, stderr }: ProgramOutput): NvidiaSmiFailure | null {
  const said = parseNvidiaSmiFailure(exitCode, `${stdout}\n${stderr}`);
  if (crash === null || (said !== null && said.kind !== 'other')) return said;
  return { ...silent, kind: 'crashed', message: crash };
}

const silent: NvidiaSmiFailure = { kind: 'other', message: '', field: null };

/** Where some cards sleep `-L` would wake them, so that those awake are asked one after another. */
async function oneByOne(
  run: RunNvidiaSmi,
  query: NvidiaQuery,
  cards: readonly string[],
): Promise<NvidiaAnswer> {
  const rows: NvidiaSmiRow[] = [];
  const lost: NvidiaSmiLostCard[] = [];
  let failure: NvidiaSmiFailure | null = null;
  for (const pciAddress of cards) {
    const requested = await ask(run, query, [pciAddress]);
    const [parsed] = requested.lost;
    if (requested.failure === null && parsed === undefined) rows.push(...requested.rows);
    else if (parsed !== undefined || requested.failure?.kind === 'gpu_lost') {
      lost.push({ index: parsed?.index ?? null, pciAddress, cause: parsed?.cause ?? 'lost' });
    } else failure = requested.failure;
  }
  const answering = cards.filter((card) => lost.every(({ pciAddress }) => pciAddress !== card));
  if (rows.length > 0) failure = null;
  const processesAndMig =
    rows.length > 0 ? await askProcessesAndMig(run, rows, answering) : { apps: null, mig: null };
  return { rows, lost, list: null, ...processesAndMig, failure };
}

/** One lost card costs the rows of all: those that still answer are asked by their index. */
async function withoutTheLost(
  run: RunNvidiaSmi,
  query: NvidiaQuery,
  lostAtFirst: readonly NvidiaSmiLostCard[],
): Promise<NvidiaAnswer> {
  const listed = await run(['-L'], listDeadline);
  const list = parseNvidiaSmiList(`${listed.stdout}\n${listed.stderr}`);
  let lost = merged(lostAtFirst, list.lost);
  let failure: NvidiaSmiFailure | null = null;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const indices = list.healthy.map(({ index }) => index).filter((index) => !includes(lost, index));
    if (indices.length === 0) break;
    const requested = await ask(run, query, indices);
    if (requested.failure === null) {
      return {
        rows: requested.rows,
        lost,
        list,
        ...(await askProcessesAndMig(run, requested.rows, indices)),
        failure: null,
      };
    }
    failure = requested.failure;
    const before = lost.length;
    lost = merged(lost, requested.lost);
    if (lost.length === before) break;
  }
  return {
    rows: [],
    lost,
    list,
    apps: null,
    mig: null,
    failure: failure ?? (lost.length > 0 ? null : unlisted(listed)),
  };
}

/** A card is reported lost, and `-L` shows neither it nor another. */
function unlisted({ exitCode, stdout }: ProgramOutput): NvidiaSmiFailure {
  return parseNvidiaSmiFailure(exitCode, stdout) ?? { ...silent, kind: 'gpu_lost' };
}

function includes(lost: readonly NvidiaSmiLostCard[], index: number): boolean {
  return lost.some((card) => card.index === index);
}

/** Each lost card once: the same one may be told by its address here and by its index there. */
function merged(some: readonly NvidiaSmiLostCard[], more: readonly NvidiaSmiLostCard[]): NvidiaSmiLostCard[] {
  const all = [...some];
  for (const card of more) {
    const place = all.findIndex(
      (one) => agree(one.index, card.index) && agree(one.pciAddress, card.pciAddress),
    );
    const known = all[place];
    if (known === undefined) all.push(card);
    else {
      all[place] = {
        ...known,
        index: known.index ?? card.index,
        pciAddress: known.pciAddress ?? card.pciAddress,
      };
    }
  }
  return all;
}

function agree<T>(one: T | null, other: T | null): boolean {
  return one === null || other === null || one === other;
}
