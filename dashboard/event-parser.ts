/** One server-sent event. */
export interface ServerEvent {
  /** What to send as Last-Event-ID after it; null as long as the stream gave none. */
  id: string | null;
  /** Its name; `message` when it has none. */
  name: string;
  data: string;
}

/**
 * Takes a stream of server-sent events apart, in whatever pieces it comes
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation). EventSource itself
 * cannot send a key in a header.
 */
export class EventParser {
  #rest = '';
  #id: string | null = null;
  #name = '';
  #data: string[] = [];

  /** The events that are complete with this piece. Comments are none. */
  feed(piece: string): ServerEvent[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => this.#line(line)).filter((event) => event !== null);
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#dispatch();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#name = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }

  #dispatch(): ServerEvent | null {
    const event = { id: this.#id, name: this.#name || 'message', data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#name = '';
    this.#data = [];
    return isEmpty ? null : event;
  }
}
