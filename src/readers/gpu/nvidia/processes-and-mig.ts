import { Failure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import {
  nvidiaSmiAppFields,
  parseNvidiaSmiApps,
  type NvidiaSmiApp,
  type NvidiaSmiRow,
} from '../../../parsers/nvidia/smi-query.js';
import { parseNvidiaSmiXml, type NvidiaSmiXmlCard } from '../../../parsers/nvidia/smi-xml.js';
import { nvidiaSmiCsv, onlyCards } from './query.js';

/** What nvidia-smi tells of cards beside their row. */
export interface NvidiaProcessesAndMig {
  /** Programs on the cards; null when they could not be seen. */
  apps: NvidiaSmiApp[] | null;
  /** What `-q -x` says of the cards; null when none is split into instances. */
  mig: NvidiaSmiXmlCard[] | null;
}

/** Runs nvidia-smi within so many ms. */
export type RunNvidiaSmi = (args: readonly string[], atMost: number) => Promise<ProgramOutput>;

const appsDeadline = 1_500;
const xmlDeadline = 2_000;
/** A run for this takes as long as one for everything, so it is made more seldom than the loop prints. */
const pause = 5_000;
const pauseAfterSilence = 30_000;
/** What is older says nothing about the programs of now. */
const oldest = 15_000;

/** Programs on the cards, and their instances where one is split; costs nothing else when it fails. */
export async function askProcessesAndMig(
  run: RunNvidiaSmi,
  rows: readonly NvidiaSmiRow[],
  cards: readonly (number | string)[] | null,
): Promise<NvidiaProcessesAndMig> {
  const programs = [`--query-compute-apps=${nvidiaSmiAppFields.join(',')}`, nvidiaSmiCsv];
  const apps = await ifAnswered(run, [...onlyCards(cards), ...programs], appsDeadline, parseNvidiaSmiApps);
  const split = rows.some(({ values }) => values.get('mig.mode.current') === 'Enabled');
  const whole = [...onlyCards(cards), '-q', '-x'];
  return { apps, mig: split ? await ifAnswered(run, whole, xmlDeadline, parseNvidiaSmiXml) : null };
}

async function ifAnswered<T>(
  run: RunNvidiaSmi,
  args: readonly string[],
  atMost: number,
  parse: (text: string) => T,
): Promise<T | null> {
  try {
    const { exitCode, stdout } = await run(args, atMost);
    return exitCode === 0 ? parse(stdout) : null;
  } catch (thrown) {
    if (thrown instanceof Failure) return null;
    throw thrown;
  }
}

const nothing: NvidiaProcessesAndMig = { apps: null, mig: null };

/**
 * The same beside a looping nvidia-smi, whose rows never wait for it: what the last run told, at most a quarter of a
 * minute ago. A run is made every five seconds, and more seldom while none answers.
 */
export function nvidiaProcessesAndMig(
  host: Host,
): (rows: readonly NvidiaSmiRow[], cards: readonly string[] | null) => NvidiaProcessesAndMig {
  const { clock, programs } = host;
  const run: RunNvidiaSmi = (args, deadline) => programs.nvidiaSmi.run(args, { deadline });
  let parsed = { processesAndMig: nothing, at: -Infinity };
  let next = -Infinity;
  let isUnderWay = false;

  const ask = async (rows: readonly NvidiaSmiRow[], cards: readonly string[] | null) => {
    isUnderWay = true;
    const started = clock.monotonic();
    try {
      const processesAndMig = await askProcessesAndMig(run, rows, cards);
      next = started + (processesAndMig.apps === null ? pauseAfterSilence : pause);
      if (processesAndMig.apps !== null) parsed = { processesAndMig, at: started };
    } finally {
      isUnderWay = false;
    }
  };

  return (rows, cards) => {
    const now = clock.monotonic();
    if (!isUnderWay && now >= next) void ask(rows, cards);
    return now - parsed.at > oldest ? nothing : parsed.processesAndMig;
  };
}
