/** What a parent sends to a helper process: call `method` with `args`. */
export interface HelperRequest {
  id: number;
  method: string;
  args: readonly unknown[];
}

/** What comes back, under the same id. */
export type HelperResponse =
  { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string; code: string | null };

/** What a hazard's helper can be asked: plain values in, plain values out. */
export type HelperMethods = Record<string, (...args: never[]) => unknown>;
