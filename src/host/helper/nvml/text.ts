/** The text between two places of a buffer, up to its closing zero. */
export function textIn(buffer: Buffer, start: number, end: number): string {
  const zero = buffer.indexOf(0, start);
  return buffer.toString('utf8', start, zero === -1 || zero > end ? end : zero);
}
