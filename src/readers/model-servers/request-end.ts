/** A request that has ended. */
export interface FinishedRequest {
  /** Tokens it generated, at least. */
  tokens: number;
  /** Whether they are known to be exactly so many. */
  exact: boolean;
  /** Between its first token and its last, as llama.cpp reckons it; null where too little of it was seen. */
  tokensPerSecond: number | null;
  /** How long it generated; null where its beginning or its end was not seen. */
  seconds: number | null;
}

/** What a poll showed of a request that generates: when, in ms, and how many tokens it had generated. */
export interface Point {
  time: number;
  decoded: number;
}

/** The polls that tell how long a request took: the first and the last two, each with other tokens than the one before. */
export interface Points {
  first: Point;
  second: Point | null;
  beforeLast: Point | null;
  last: Point;
}

/** Between which times, ms, a request began to generate and ended; `begin` is null where it ran before anybody looked. */
export interface Limits {
  begin: number | null;
  end: number;
}

/** The points with one more. */
export function withPoint(points: Points | null, point: Point): Points {
  if (points === null) return { first: point, second: null, beforeLast: null, last: point };
  if (point.decoded <= points.last.decoded) return { ...points, last: point };
  return { ...points, second: points.second ?? point, beforeLast: points.last, last: point };
}

/** Tokens in a ms between the two last polls; null where there are not two. */
export function lastSpeed({ beforeLast, last }: Points): number | null {
  return beforeLast === null ? null : speedBetween(beforeLast, last);
}

/**
 * A request of which it is known how many tokens it generated. What it did before the first poll and after the last is
 * reckoned with the speed it had there, within its limits: the polls that showed it not generating.
 */
export function exactlyFinished(points: Points, tokens: number, limits: Limits): FinishedRequest {
  const { first, second, last } = points;
  const speed = lastSpeed(points);
  if (second === null || speed === null) return { tokens, exact: true, tokensPerSecond: null, seconds: null };
  const end = Math.min(limits.end, last.time + (tokens - last.decoded) / speed);
  if (limits.begin === null) {
    const tokensPerSecond = ((tokens - first.decoded) / (end - first.time)) * 1000;
    return { tokens, exact: true, tokensPerSecond, seconds: null };
  }
  const begin = Math.max(limits.begin, first.time - (first.decoded - 1) / speedBetween(first, second));
  const seconds = (end - begin) / 1000;
  return { tokens, exact: true, tokensPerSecond: tokens / seconds, seconds };
}

/** A request of which only this is known: it generated `tokens` at least. */
export function roughlyFinished({ first, last }: Points, tokens: number): FinishedRequest {
  const tokensPerSecond = last.decoded > first.decoded ? speedBetween(first, last) * 1000 : null;
  return { tokens, exact: false, tokensPerSecond, seconds: null };
}

function speedBetween(from: Point, to: Point): number {
  return (to.decoded - from.decoded) / (to.time - from.time);
}
