/**
 * Why a value could not be had. The words are part of the API: they stand in `code` of a problem and in
 * `state` of a GPU backend or of Ollama.
 */
export type FailureCode =
  | 'absent' // the host has no such thing
  | 'unsupported' // the host has it, but this system has no way to read it
  | 'no_permission'
  | 'timeout'
  | 'malformed' // an answer came that cannot be understood
  | 'too_large' // an answer came that is longer than anything sensible
  | 'failed' // the source itself reported an error
  | 'stale' // there is a value, but too old to pass for a live one
  | 'pending'; // not read yet

/** A reading that has no value: thrown by host and readers, kept by samplers, shown by the HTTP layer. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  /** What the operator can do about it, in one sentence; null when nothing is known to help. */
  readonly remedy: string | null;

  constructor(code: FailureCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? null;
  }
}

/** The state of a source that could not be read: the failure's own word where `states` has it, else `failed`. */
export function stateOf<S extends string>({ code }: Failure, states: readonly S[]): S | 'failed' {
  return states.find((state) => state === code) ?? 'failed';
}

/** Any thrown value as a Failure; what was not one becomes `failed` with the original as its cause. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure('failed', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

/** What was told; null where there is only a Failure, for a value whose reason is told nowhere. */
export function parsedOrNull<T>(answer: T | Failure): T | null {
  return answer instanceof Failure ? null : answer;
}

/** The code of a Node system error (`ENOENT`, `EACCES`, …), or null for anything else. */
export function systemErrorCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

/**
 * One thing that is wrong on the host or with reading it. It is made once, where the thing is known, and passes
 * unchanged to every place that tells of it: `problems` of `/stats`, `--check`, the log, the dashboard.
 */
export interface Problem {
  domain: string;
  code: string;
  /** What is wrong with what, a sentence. */
  detail: string;
  /** Why, a sentence: what the thing says of itself; null when no more is known than `detail` says. */
  reason: string | null;
  remedy: string | null;
}

/** The problem of a domain that could not be read. */
export function problemOf(domain: string, { code, message, remedy }: Failure): Problem {
  return { domain, code, detail: message, reason: message, remedy };
}
