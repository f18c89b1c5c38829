import { nvmlCode, nvmlCodeOfWords, nvmlMeaning, nvmlWords } from './return-codes.js';

/** One card's row of `nvidia-smi --query-gpu`. */
export interface NvidiaSmiRow {
  /** What each asked field says; a field without a value is left out. */
  values: Map<string, string>;
  /** Fields this card does not have at all, other than those that could only not be read just now. */
  unsupported: Set<string>;
  /** Why the other fields without a value have none, in the program's words (`Unknown Error`). */
  refused: Map<string, string>;
  /** What a cell says about the whole card. */
  problem: 'lost' | 'reset_required' | null;
}

/**
 * `nvidia-smi --query-gpu=<fields> --format=csv,noheader,nounits`
 * (https://docs.nvidia.com/deploy/nvidia-smi/): one row a card. Cells are matched by position, because the
 * program may answer under a newer name than was asked. Nothing is quoted, so commas too many belong to the last
 * field: ask for the name last. Lines with too few cells, and a last line that was cut off, are left out.
 */
export function parseNvidiaSmiQuery(text: string, fields: readonly string[]): NvidiaSmiRow[] {
  return wholeLines(text)
    .map((line) => line.split(','))
    .filter((cells) => fields.length > 0 && cells.length >= fields.length)
    .map((cells) => rowOf(cells, fields));
}

/** A field as a number; null when it has no value or is none. */
export function numberCell(row: NvidiaSmiRow, field: string): number | null {
  return decimal(row.values.get(field));
}

/** A program that computes on a card. */
export interface NvidiaSmiApp {
  pid: number;
  name: string | null;
  /** Bytes of the card's memory; null where the driver does not tell (Windows). */
  memory: number | null;
  /** The card. */
  uuid: string | null;
}

/** The fields of `--query-compute-apps` in the order that `parseNvidiaSmiApps` understands. */
export const nvidiaSmiAppFields = ['pid', 'process_name', 'used_gpu_memory', 'gpu_uuid'] as const;

/**
 * `nvidia-smi --query-compute-apps=<nvidiaSmiAppFields> --format=csv,noheader,nounits`. A program's name may hold
 * commas, so the process id is taken from the left, memory and card from the right.
 */
export function parseNvidiaSmiApps(text: string): NvidiaSmiApp[] {
  const apps = wholeLines(text).map((line): NvidiaSmiApp | null => {
    const cells = line.split(',');
    const pid = /^\d{1,10}$/.exec(cells[0]?.trim() ?? '')?.[0];
    if (pid === undefined || cells.length < nvidiaSmiAppFields.length) return null;
    const mebibytes = decimal(cells.at(-2)?.trim());
    return {
      pid: Number(pid),
      name: present(cells.slice(1, -2).join(',')),
      memory: mebibytes === null ? null : Math.round(mebibytes * 2 ** 20),
      uuid: present(cells.at(-1) ?? ''),
    };
  });
  return apps.filter((app) => app !== null);
}

function wholeLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.slice(0, -1).filter((line) => line.trim() !== '');
}

function rowOf(cells: readonly string[], fields: readonly string[]): NvidiaSmiRow {
  const row: NvidiaSmiRow = {
    values: new Map(),
    unsupported: new Set(),
    refused: new Map(),
    problem: null,
  };
  const last = fields.length - 1;
  fields.forEach((field, place) => {
    const cell = place === last ? cells.slice(last).join(',') : (cells[place] ?? '');
    const value = present(cell);
    if (value !== null) row.values.set(field, value);
    else if (isUnsupported(cell)) row.unsupported.add(field);
    else if (cell.trim() !== '') row.refused.set(field, refusalIn(cell.trim()));
    row.problem ??= problemOf(cell);
  });
  return row;
}

/** How its tables for people say Unknown Error. */
const error = 'ERR!';

/** Where it has no value the program writes why in brackets, in some fields a bare N/A. */
function present(cell: string): string | null {
  const text = cell.trim();
  return text === '' || text === 'N/A' || text === error || /^\[.*\]$/.test(text) ? null : text;
}

function refusalIn(text: string): string {
  return text === error ? nvmlWords(nvmlCode.unknown) : withoutBrackets(text);
}

function isUnsupported(cell: string): boolean {
  const words = withoutBrackets(cell);
  const code = nvmlCodeOfWords(words);
  return words.toUpperCase() === 'N/A' || (code !== null && nvmlMeaning(code).unsupported === true);
}

function withoutBrackets(cell: string): string {
  return cell.trim().replace(/^\[(.*)\]$/, '$1');
}

function problemOf(cell: string): NvidiaSmiRow['problem'] {
  // Without brackets it is somebody's name.
  const code = /^\[.*\]$/.test(cell.trim()) ? nvmlCodeOfWords(withoutBrackets(cell)) : null;
  if (code === nvmlCode.gpuIsLost) return 'lost';
  return code === nvmlCode.resetRequired ? 'reset_required' : null;
}

function decimal(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,40}(\.\d{1,15})?$/.test(text) ? Number(text) : null;
}
