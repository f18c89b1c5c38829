import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSlots, type Slot } from '../../../src/parsers/model-server/slots.js';
import type { FinishedRequest } from '../../../src/readers/model-servers/request-end.js';
import {
  SlotTracker,
  type SlotsPoll,
  type SlotsReading,
} from '../../../src/readers/model-servers/slot-tracker.js';

/** A request as Ollama told it once it was answered; ms on the clock of the polls. */
export interface ToldRequest {
  tag: string;
  start_ms: number;
  end_ms: number;
  eval_count: number;
  eval_duration_ns: number;
}

/** A request as it was told and as the tracker reckoned it. */
export interface Judged {
  told: ToldRequest;
  found: FinishedRequest | null;
  /** By how much its rate is off, percent. */
  error: number | null;
}

/** What came of polls of which only some were taken. */
export interface Replay {
  readings: { time: number; reading: SlotsReading }[];
  requests: Judged[];
  /** By how much "now" is off the mean of its five seconds, percent, of each poll that told it. */
  nowErrors: number[];
}

interface Line {
  t_ms: number;
  answer_ms: number;
  slots: unknown[];
}

/**
 * The recorded polls of one runner. For some seconds those of others were recorded with them: they have fewer slots, or
 * requests with lower numbers than were seen before.
 */
export function recordedPolls(captures: string): SlotsPoll[] {
  let newest = -1;
  return lines<Line>(join(captures, 'ollama-runner/series-slots-250ms.jsonl'))
    .map(({ t_ms, answer_ms, slots }) => ({
      asked: t_ms,
      answered: t_ms + answer_ms,
      slots: parseSlots(JSON.stringify(slots)) ?? [],
    }))
    .filter(({ slots }) => {
      const highest = Math.max(...slots.map(({ task }) => task ?? -1));
      const isHis = slots.length === 4 && highest >= newest;
      if (isHis) newest = highest;
      return isHis;
    });
}

/** The requests of the same time. */
export function recordedRequests(captures: string): ToldRequest[] {
  const all = lines<ToldRequest>(join(captures, 'ollama-runner/series-requests.jsonl'));
  return all.filter(({ start_ms }) => start_ms > 0);
}

/** Takes one poll of `step`, from the one at `phase` on. */
export function replay(
  polls: readonly SlotsPoll[],
  requests: readonly ToldRequest[],
  step: number,
  phase: number,
): Replay {
  const tracker = new SlotTracker();
  const taken = polls.filter((_, place) => place % step === phase);
  const readings = taken.map((poll) => ({ time: middle(poll), reading: tracker.take(poll) }));
  const nowErrors = readings.flatMap(({ time, reading }) => {
    const mean = meanRate(taken, time);
    const { tokensPerSecond } = reading;
    return mean === null || tokensPerSecond === null || reading.state !== 'generating'
      ? []
      : [(tokensPerSecond / mean - 1) * 100];
  });
  return { readings, requests: judged(readings, requests), nowErrors };
}

/** The rate by Ollama's own words, tokens a second. */
export function toldRate({ eval_count, eval_duration_ns }: ToldRequest): number {
  return (eval_count / eval_duration_ns) * 1e9;
}

function judged(readings: Replay['readings'], requests: readonly ToldRequest[]): Judged[] {
  const left = new Set(requests);
  const found = new Map<ToldRequest, FinishedRequest>();
  for (const [place, { time, reading }] of readings.entries()) {
    const before = readings[place - 1]?.time ?? 0;
    for (const one of reading.finished) {
      // The client has its answer a little after the slot is free.
      const ended = [...left].filter(({ end_ms }) => end_ms > before - 50 && end_ms < time + 300);
      const [nearest] = ended.sort(
        (a, b) => Math.abs(a.eval_count - one.tokens) - Math.abs(b.eval_count - one.tokens),
      );
      if (nearest === undefined) continue;
      left.delete(nearest);
      found.set(nearest, one);
    }
  }
  return requests.map((told) => {
    const one = found.get(told) ?? null;
    const rate = one?.tokensPerSecond ?? null;
    return { told, found: one, error: rate === null ? null : (rate / toldRate(told) - 1) * 100 };
  });
}

/** Tokens in a second from the first to the last poll of the five seconds before, of the slots that generate then; null where one has no two. */
function meanRate(polls: readonly SlotsPoll[], time: number): number | null {
  const window = polls.filter((poll) => middle(poll) <= time && middle(poll) >= time - 5_500);
  const now = window.at(-1)?.slots.filter(isGenerating) ?? [];
  let sum = 0;
  for (const slot of now) {
    const points = window.flatMap((poll) =>
      poll.slots
        .filter(({ id, task, decoded }) => id === slot.id && task === slot.task && (decoded ?? 0) > 0)
        .map(({ decoded }) => ({ time: middle(poll), decoded: decoded ?? 0 })),
    );
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || first === last) return null;
    sum += ((last.decoded - first.decoded) / (last.time - first.time)) * 1000;
  }
  return now.length === 0 ? null : sum;
}

function isGenerating({ isProcessing, decoded }: Slot): boolean {
  return isProcessing && (decoded ?? 0) > 0;
}

function middle({ asked, answered }: SlotsPoll): number {
  return (asked + answered) / 2;
}

function lines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
