import { isJsonObject, jsonNumber, parsedJson } from '../json.js';

/** An object of amd-smi's JSON. */
export type Block = Readonly<Record<string, unknown>>;

/**
 * The cards of what amd-smi printed, each number once: some releases print everything twice. They are the array
 * itself (until ROCm 6.4), stand below `gpu_data`, or are one alone. Text around the JSON is skipped; null when there
 * is no such JSON.
 */
export function amdSmiCards<T>(text: string, card: (gpu: number, reported: Block) => T): T[] | null {
  const reported = firstJson(text);
  if (reported === null) return null;
  const byNumber = new Map<number, T>();
  for (const one of reported.filter(isJsonObject)) {
    const gpu = within(number(one['gpu']), 0, 4095);
    if (gpu !== null && !byNumber.has(gpu)) byNumber.set(gpu, card(gpu, one));
  }
  return [...byNumber.values()];
}

/** A block of a card; empty where it is absent or `"N/A"`. */
export function block(card: Block, name: string): Block {
  const value = card[name];
  return isJsonObject(value) ? value : {};
}

/** The first of these that is text and not `"N/A"`; else null. */
export function words(reported: Block, ...names: string[]): string | null {
  const texts = names.map((name) => reported[name]).filter((value) => typeof value === 'string');
  return texts.map((text) => text.trim()).find((text) => text !== '' && !/^n\/?a\b/i.test(text)) ?? null;
}

/** `42`, `{"value": 42, "unit": "%"}` or, where it writes as for people, `"42 %"`; null when it is none of these. */
export function number(reported: unknown): number | null {
  const value = isJsonObject(reported) ? reported['value'] : reported;
  if (typeof value === 'number') return jsonNumber(value);
  if (typeof value !== 'string') return null;
  const digits = /^\s*(-?\d{1,40}(?:\.\d{1,9})?)(?:\s*[^\d\s]{1,5})?\s*$/.exec(value)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The value between these two, else null: the number of a card or of a part. */
export function within(value: number | null, least: number, most: number): number | null {
  return value === null || value < least || value > most ? null : value;
}

/** The unit beside a number in any of its forms; null without one. */
export function unitOf(reported: unknown): string | null {
  if (isJsonObject(reported)) return words(reported, 'unit');
  return typeof reported === 'string' ? (/\d\s*([^\d\s]{1,5})\s*$/.exec(reported)?.[1] ?? null) : null;
}

/** How many places that might begin the JSON are tried. */
const attempts = 20;

/** The list of cards of the first JSON that begins a line and has one. */
function firstJson(text: string): readonly unknown[] | null {
  for (const { index } of [...text.matchAll(/^[ \t]*[[{]/gm)].slice(0, attempts)) {
    const list = listIn(parsedJson(text.slice(index, endOfJson(text, index))));
    if (list !== null) return list;
  }
  return null;
}

function listIn(value: unknown): readonly unknown[] | null {
  const cards = isJsonObject(value) && !('gpu' in value) ? value['gpu_data'] : value;
  if (isJsonObject(cards) && 'gpu' in cards) return [cards];
  if (!Array.isArray(cards)) return null;
  const list: readonly unknown[] = cards;
  return list.length === 0 || list.some((one) => isJsonObject(one) && 'gpu' in one) ? list : null;
}

/** Where the brackets that open at `start` are closed again, else the end of the text. */
function endOfJson(text: string, start: number): number {
  const marks = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '[' || mark[0] === '{') depth += 1;
    else if (mark[0] === ']' || mark[0] === '}') depth -= 1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
