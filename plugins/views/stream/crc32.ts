/** x^1 … x^(2^31) modulo the polynomial of CRC-32, each the square of the one before it; filled below. */
const powers = [0x40000000];
for (let power = 1; power < 32; power += 1)
  powers.push(multiplied(powers[power - 1] ?? 0, powers[power - 1] ?? 0));

/**
 * What `combined` needs to know about a text of `length` bytes: x^(8 * length) modulo the polynomial, in the reflected
 * form of https://www.rfc-editor.org/rfc/rfc1952#section-8, as zlib's crc32_combine_gen gives it.
 */
export function shiftOf(length: number): number {
  let shift = 0x80000000;
  for (let rest = length, power = 3; rest > 0; rest = Math.floor(rest / 2), power += 1) {
    if (rest % 2 === 1) shift = multiplied(powers[power % 32] ?? 0, shift);
  }
  return shift;
}

/** The CRC-32 of a text of which `first` is that of the beginning and `second` that of the rest, whose shift is given. */
export function combined(first: number, second: number, shift: number): number {
  return (multiplied(shift, first) ^ second) >>> 0;
}

/** The product of two polynomials modulo that of CRC-32. */
function multiplied(one: number, other: number): number {
  let product = 0;
  let shifted = other;
  for (let bit = 0x80000000; bit !== 0; bit >>>= 1) {
    if ((one & bit) !== 0) product ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ 0xedb88320;
  }
  return product >>> 0;
}
