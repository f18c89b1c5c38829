import type { FormName } from './frame.js';

/** How frames, and what is said between them, are written on the wire. */
export interface StreamFormat {
  readonly form: FormName;
  /** Says that `count` frames after the one with the id `since` are missing; null where the form has no words for it. */
  lag(count: number, since: number): Uint8Array | null;
  /** What shows that the connection stands while there is nothing to send; null where every line is data. */
  readonly heartbeat: Uint8Array | null;
}

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export const serverSentEvents: StreamFormat = {
  form: 'event',
  lag: (count, since) => {
    const data = JSON.stringify({ missed_frames: count, last_frame_at: new Date(since).toISOString() });
    return Buffer.from(`event: lag\ndata: ${data}\n\n`);
  },
  heartbeat: Buffer.from(': the connection stands\n\n'),
};

/** One JSON document a line. */
export const jsonLines: StreamFormat = { form: 'line', lag: () => null, heartbeat: null };
