import type { Frame } from '../../../src/sampling/channel.js';

/** How frames are written on the wire. The bytes of a frame are made once, whoever is sent them. */
export interface StreamFormat {
  frame(frame: Frame): Uint8Array;
  /** Says that `count` frames after the one with the id `since` are missing; null where the form has no words for it. */
  lag(count: number, since: number): Uint8Array | null;
  /** What shows that the connection stands while there is nothing to send; null where every line is data. */
  heartbeat: Uint8Array | null;
}

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export const serverSentEvents: StreamFormat = {
  frame: onceEach(({ id, body }) =>
    Buffer.concat([Buffer.from(`id: ${id}\ndata: `), body, Buffer.from('\n\n')]),
  ),
  lag: (count, since) => {
    const data = JSON.stringify({ missed_frames: count, last_frame_at: new Date(since).toISOString() });
    return Buffer.from(`event: lag\ndata: ${data}\n\n`);
  },
  heartbeat: Buffer.from(': the connection stands\n\n'),
};

/** One JSON document a line. */
export const jsonLines: StreamFormat = {
  frame: onceEach(({ body }) => Buffer.concat([body, Buffer.from('\n')])),
  lag: () => null,
  heartbeat: null,
};

/** Only the last is kept: past frames are kept for a long time, and asked for by few. */
function onceEach(write: (frame: Frame) => Uint8Array): (frame: Frame) => Uint8Array {
  let last: { frame: Frame; bytes: Uint8Array } | null = null;
  return (frame) => {
    if (last?.frame === frame) return last.bytes;
    const bytes = write(frame);
    last = { frame, bytes };
    return bytes;
  };
}
