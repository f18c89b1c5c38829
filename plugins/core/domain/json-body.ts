import type { ReadyBody } from '../http/repeated-requests.js';

/** Longer ones, in bytes, are sent as bytes: those that clients do not take at once are then one copy for all. */
const longText = 16_384;

/** JSON that is ready to be sent: a short one as text, which leaves in one piece with the headers before it. */
export class JsonBody implements ReadyBody {
  readonly text: string;
  readonly content: string | Buffer;
  readonly length: string;

  constructor(text: string) {
    const length = Buffer.byteLength(text);
    this.text = text;
    this.content = length > longText ? Buffer.from(text) : text;
    this.length = String(length);
  }
}
