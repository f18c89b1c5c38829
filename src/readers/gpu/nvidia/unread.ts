import { nvmlCode, nvmlCodeOfWords, nvmlMeaning, nvmlWords } from '../../../parsers/nvidia/return-codes.js';
import type { NvidiaSmiLostCard } from '../../../parsers/nvidia/smi-messages.js';
import type { NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import type { NvidiaProblem } from './diagnosis.js';

/** The row of a card that nvidia-smi says it cannot reach, in place of that of its values. */
export function unreachedRow({ index, pciAddress, cause }: NvidiaSmiLostCard): NvidiaSmiRow {
  const values = new Map<string, string>();
  if (index !== null) values.set('index', String(index));
  if (pciAddress !== null) values.set('pci.bus_id', pciAddress);
  const isForbidden = cause === 'no_permission';
  const refused = isForbidden ? [['utilization.gpu', nvmlWords(nvmlCode.noPermission)] as const] : [];
  const problem = isForbidden ? null : cause === 'reset_required' ? 'reset_required' : 'lost';
  return { values, unsupported: new Set(), refused: new Map(refused), problem };
}

/** What became of a value that was asked for: read, not supported by the card, or refused in these words. */
export type NvidiaOutcome = 'read' | 'unsupported' | { words: string };

/** What tells whether a card works, and everything else that was asked of it. */
export interface NvidiaOutcomes {
  vital: readonly NvidiaOutcome[];
  other: readonly NvidiaOutcome[];
}

/** State of a card that gives no usable values, with its reason and remedy. */
export type NvidiaUnread = NvidiaProblem & { state: 'failed' | 'no_permission' };

const refusals = /^(?:insufficient permissions|gpu access blocked)/i;

/** What became of a value by NVML's return code for it; null where it was not told without any. */
export function outcomeOfCode(code: number | null): NvidiaOutcome {
  if (code === null || nvmlMeaning(code).unsupported === true) return 'unsupported';
  return { words: nvmlWords(code) };
}

/** So many refused values are no longer the fault of each of them. */
const manyFaults = 3;

/**
 * Why a card is not `ok`, by what became of its values; null when it is. It is not when nothing could be read, nor
 * when most of what tells whether it works, as far as it has that, is refused as faulty or forbidden.
 */
export function unreadState({ vital, other }: NvidiaOutcomes): NvidiaUnread | null {
  const all = [...vital, ...other];
  const faults = wordsIn(vital).length;
  const supported = vital.filter((one) => one !== 'unsupported').length;
  const isFaulty = faults >= manyFaults && faults * 2 > supported;
  if (all.length === 0 || (all.includes('read') && !isFaulty)) return null;
  const words = mostFrequent(wordsIn(all));
  return words === null ? unsupported : refusedBy(words);
}

function wordsIn(outcomes: readonly NvidiaOutcome[]): string[] {
  return outcomes.flatMap((one) => (typeof one === 'string' ? [] : [one.words]));
}

/** The state of one card for which the driver answers in these words. */
export function refusedBy(words: string): NvidiaUnread {
  const code = nvmlCodeOfWords(words);
  const reason = `the driver answers ${words}${code === null ? '' : ` (${code})`} for this card`;
  if (refusals.test(words)) return { state: 'no_permission', reason, remedy: permit };
  return { state: 'failed', reason, remedy: reset };
}

const permit =
  'Let the user of this service use the card: /dev/nvidia* by group (video, render), device rule or DeviceAllow.';
const reset =
  'Look for Xid errors of this card in the kernel log; reset it (nvidia-smi --gpu-reset) or reboot.';
const unsupported: NvidiaUnread = {
  state: 'failed',
  reason: 'the driver supports none of the values that are asked for of this card',
  remedy: 'Install the driver that is made for this card: older ones need a legacy driver.',
};

function mostFrequent(words: readonly string[]): string | null {
  const count = (one: string) => words.filter((other) => other === one).length;
  return [...words].sort((a, b) => count(b) - count(a))[0] ?? null;
}
