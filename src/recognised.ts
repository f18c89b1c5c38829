/**
 * A function that gives again what `make` made last, for as long as what it is given is the same (`===`), one by one.
 * What `make` throws is not kept.
 */
export function recognised<A extends readonly unknown[], T>(make: (...given: A) => T): (...given: A) => T {
  let last: { given: A; made: T } | null = null;
  return (...given) => {
    if (last === null || !isSame(last.given, given)) last = { given, made: make(...given) };
    return last.made;
  };
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, index) => one === now[index]);
}
