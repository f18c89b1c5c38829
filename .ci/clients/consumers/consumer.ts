/** What every consumer finds out on a machine with cards of two makers, through its own generated client. */
export interface Found {
  /** "vendor model usage" of each card. */
  cards: string[];
  /** The summary's line of memory and of the first card's memory. */
  summary: string[];
  /** Status, code and detail of the answer to a wrong query, read with the type of the error body. */
  problem: string;
}

/** Calls every route of the API at `url` with `key`. */
export type Consume = (url: string, key: string) => Promise<Found>;

/** The usage of a card as text; what is unknown is null, and the compiler insists on it. */
export const usage = (percent: number | null): string =>
  percent === null ? 'unknown' : `${percent.toFixed(0)} %`;
