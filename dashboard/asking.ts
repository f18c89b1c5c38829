/** An answer that is not what was asked for, as the service explains it. */
export class Refused extends Error {
  readonly status: number;
  /** How long to wait before asking again, seconds; null when not told. */
  readonly retryAfter: number | null;

  constructor(status: number, detail: string, retryAfter: number | null) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** What the page asks the service with. */
export interface Asking {
  key: string | null;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/**
 * The answer to `GET path`; the path is relative to the page, so that it is right behind a proxy under a sub-path.
 * Throws `Refused` for any status but 2xx, and what fetch throws when there is no answer.
 */
export async function ask(path: string, { key, signal, headers = {} }: Asking): Promise<Response> {
  const withKey = key === null ? headers : { ...headers, 'x-api-key': key };
  const init: RequestInit = { headers: withKey, credentials: 'same-origin', cache: 'no-store' };
  const answer = await fetch(path, signal === undefined ? init : { ...init, signal });
  if (answer.ok) return answer;
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
  throw new Refused(answer.status, await detailOf(answer), Number.isFinite(wait) ? wait : null);
}

/** The sentence of problem+json; a proxy's own error page has none. */
async function detailOf(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch (thrown) {
    console.info('an answer that is not of the service itself', answer.status, thrown);
  }
  return `the answer is ${answer.status} ${answer.statusText}`.trim();
}
