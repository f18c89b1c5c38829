/**
 * Damaged forms of `text`, the same in every run: cut off at many places, single characters replaced, pieces
 * doubled, and pure noise. For tests that a parser never throws, whatever it is given.
 */
export function* garbled(text: string, rounds = 300): Generator<string> {
  const random = generator(text.length + 1);
  const noise = '0123456789abc :.-,[]{}"\'\\/\n\t\0é漢%';
  const pick = (below: number) => Math.floor(random() * below);
  const character = () => noise.charAt(pick(noise.length));
  yield '';
  for (let round = 0; round < rounds; round += 1) {
    const place = pick(text.length + 1);
    yield text.slice(0, place);
    yield text.slice(0, place) + character() + text.slice(place + 1);
    yield text.slice(0, place) + text.slice(Math.max(0, place - pick(40)));
    yield Array.from({ length: pick(60) }, character).join('');
  }
}

/** Every number anywhere in `value`. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Map) return [...value.values()].flatMap(numbersIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** Numbers from 0 to below 1, reproducible (a linear congruential generator). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
