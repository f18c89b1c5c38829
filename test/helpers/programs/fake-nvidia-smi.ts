import { Failure } from '../../../src/failures.js';
import type { Program, ProgramOutput } from '../../../src/host/host.js';
import { notFollowed } from '../machines/not-followed.js';

/** What a run of nvidia-smi gives: its output, all of it optional, or no answer at all. */
export type SmiAnswer = Partial<ProgramOutput> | Failure;

export interface FakeNvidiaSmi extends Program {
  /** Every command line so far, as one text. */
  readonly calls: string[];
}

/** An nvidia-smi without a process: `answer` is asked for every run. */
export function fakeNvidiaSmi(answer: (args: readonly string[]) => SmiAnswer): FakeNvidiaSmi {
  const calls: string[] = [];
  return {
    name: 'nvidia-smi',
    calls,
    follow: notFollowed,
    run: (args) => {
      calls.push(args.join(' '));
      const given = answer(args);
      if (given instanceof Failure) return Promise.reject(given);
      return Promise.resolve({ exitCode: 0, crash: null, stdout: '', stderr: '', ...given });
    },
  };
}

/** Cards by the names of their fields; a field that a card does not have is `[N/A]`. */
export interface SmiTable {
  /** Every field it knows: an array is the names of one field, as in `"new" or "old"`. */
  known: readonly (string | readonly string[])[];
  cards: readonly Readonly<Record<string, string>>[];
  /** Rows of `pid, process_name, used_gpu_memory, gpu_uuid`. */
  apps?: readonly string[];
}

/** Answers `--help-query-gpu`, `--query-gpu` (with `-i`) and `--query-compute-apps` as the program does. */
export function answerFrom({ known, cards, apps = [] }: SmiTable): (args: readonly string[]) => SmiAnswer {
  const names = known.map((field) => (typeof field === 'string' ? [field] : field));
  return (args) => {
    if (args[0] === '--help-query-gpu') return { stdout: helpText(names) };
    if (args.some((arg) => arg.startsWith('--query-compute-apps='))) {
      return { stdout: apps.map((row) => `${row}\n`).join('') };
    }
    const requested = args.find((arg) => arg.startsWith('--query-gpu='))?.slice('--query-gpu='.length);
    if (requested === undefined) return { exitCode: 99 };
    const fields = requested.split(',').map((one) => names.find((same) => same.includes(one)) ?? []);
    const unknown = requested.split(',').find((_, place) => fields[place]?.length === 0);
    if (unknown !== undefined) {
      return { exitCode: 2, stdout: `Field "${unknown}" is not a valid field to query.\n\n` };
    }
    const only = args[0] === '-i' ? args[1]?.split(',') : undefined;
    const namesOf = (card: Readonly<Record<string, string>>) => [
      card['index'] ?? '',
      (card['pci.bus_id'] ?? '').toLowerCase().replace(/^0000(?=0000:)/, ''),
    ];
    const shown = cards.filter(
      (card) => only === undefined || namesOf(card).some((one) => only.includes(one)),
    );
    return { stdout: shown.map((card) => rowText(card, fields)).join('') };
  };
}

function helpText(names: readonly (readonly string[])[]): string {
  const entries = names.map((same) => `${same.map((name) => `"${name}"`).join(' or ')}\nWhat it is.\n`);
  return `List of valid properties to query for the switch "--query-gpu":\n\n${entries.join('\n')}`;
}

function rowText(card: Readonly<Record<string, string>>, fields: readonly (readonly string[])[]): string {
  const cell = (names: readonly string[]) =>
    names.map((name) => card[name]).find((text) => text !== undefined);
  return `${fields.map((names) => cell(names) ?? '[N/A]').join(', ')}\n`;
}
