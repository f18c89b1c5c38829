import type { FormName, StreamFrame } from './frame.js';
import { Member, stored } from './gzip.js';

/** How what one client is sent is coded; it is told everything that is sent, in order. */
export interface StreamCoding {
  frame(frame: StreamFrame, form: FormName): readonly Uint8Array[];
  /** A short text that stands between frames. */
  text(text: Uint8Array): readonly Uint8Array[];
  end(): readonly Uint8Array[];
}

/** Everything as it is. */
export const identity: StreamCoding = {
  frame: (frame, form) => [frame.text(form)],
  text: (text) => [text],
  end: () => [],
};

/** A gzip member for one client, put together from blocks that all clients share. */
export function gzip(): StreamCoding {
  const member = new Member();
  let last: StreamFrame | null = null;
  return {
    frame: (frame, form) => {
      const block = frame.block(form, last);
      last = frame;
      return member.add(block);
    },
    text: (text) => {
      last = null;
      return member.add(stored(text));
    },
    end: () => member.end(),
  };
}
