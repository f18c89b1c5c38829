import { bytesText, countdownText, countText, unknown, sentence } from './format.js';
import type { ShownModel, Told } from './model-list.js';

import type { Runner } from './stats.js';

/** Why less is known of a model than could be, and what can be done; empty when nothing is missing. */
export function troubleText({ words, runner }: ShownModel): string {
  const told = [runner.reason, runner.remedy].filter((text) => text !== null).map(sentence);
  if (words.word !== 'left behind') return (told.length > 0 ? told : [words.meaning]).join(' ');
  const ending = runner.pid === null ? [] : [`End process ${runner.pid} to free ${heldText(runner)}.`];
  return [words.meaning, ...ending, ...told].join(' ');
}

function heldText({ memory_bytes, cards }: Runner): string {
  const onCards = (cards ?? []).flatMap(({ vram_used_bytes: used }) => used ?? []);
  const parts = [
    ...(memory_bytes === null ? [] : [`${bytesText(memory_bytes)} of main memory`]),
    ...(onCards.length === 0 ? [] : [`${bytesText(sum(onCards))} of graphics cards`]),
  ];
  return parts.length === 0 ? 'its memory' : parts.join(' and ');
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** What a server told at loading: `10.4 GiB, 5.57 GiB of it on GPUs`. */
export function toldText({ size, gpu }: Told): string {
  if (size === null) return unknown;
  const where =
    gpu === null ? '' : gpu === 0 ? ', none of it on GPUs' : `, ${gpu >= size ? 'all' : bytesText(gpu)}`;
  return `${bytesText(size)}${where}${gpu !== null && gpu > 0 ? ' of it on GPUs' : ''}`;
}

/** What the process takes of main memory, and how that is counted. */
export function memoryText({ memory_bytes, memory_source }: Runner): string {
  const how = { pss: ' (its share)', rss: ' (shared parts included)' };
  return `${bytesText(memory_bytes)}${memory_source === null ? '' : how[memory_source]}`;
}

/** What it holds of each card, `0: 6.83 GiB, 1: 6.79 GiB`; null on a machine that has none. */
export function cardsText({ cards }: Runner, hasCards: boolean): string | null {
  if (cards === null) return hasCards ? unknown : null;
  if (cards.length === 0) return hasCards ? 'nothing' : null;
  return cards.map(({ index, vram_used_bytes: used }) => `${index}: ${bytesText(used)}`).join(', ');
}

/** The work since it was first seen, or by its own counters since its start; null when nothing is told. */
export function workText(runner: Runner): string | null {
  const { generated_tokens_at_least: tokens, requests_at_least: requests, source } = runner;
  if (tokens === null) return null;
  // Its own counters are exact, go on at the end of a request, and count no requests.
  if (source === 'metrics') return `${countText(tokens)} tokens of ended requests`;
  const of = requests === null ? '' : ` in ${countText(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  return `at least ${countText(tokens)} tokens${of}`;
}

/** How long a model stays loaded unless it is used; `age` is how old what was told is, seconds. */
export function leftText({ expiry, runner }: ShownModel, age: number): string | null {
  if (expiry === null) return null;
  if (expiry.keeps_forever === true) return 'never';
  const { expires_in_seconds: left } = expiry;
  if (left === null)
    return runner.state === 'prompt' || runner.state === 'generating' ? 'not while in use' : unknown;
  return left - age <= 0 ? 'now, or in use' : `in ${countdownText(left - age)}`;
}

/** How many requests may wait, of which Ollama tells only an upper bound. */
export function queueText(atMost: number | null): string {
  return atMost === null ? unknown : atMost === 0 ? 'none' : `at most ${countText(atMost)}`;
}

/** Beside the tokens: how fast prompts are read. */
export function promptText({ prompt_tokens_per_second: prompt }: Runner): string {
  return prompt === 0 ? '' : `prompt ${countText(prompt)}`;
}
