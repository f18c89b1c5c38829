/**
 * Of `names` the one that somebody may have meant who wrote `name`: it differs in few letters, whatever signs and large
 * letters, or it has all its words and more. Null when none is near.
 */
export function nearest(name: string, names: readonly string[]): string | null {
  const written = plain(name);
  const byDistance = names
    .map((one) => ({ one, distance: distanceBetween(written, plain(one)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = byDistance;
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(written.length / 3))) return best.one;
  const words = wordsOf(name);
  const longer = names.filter((one) => words.every((word) => wordsOf(one).includes(word)));
  return longer.sort((a, b) => a.length - b.length)[0] ?? null;
}

function plain(name: string): string {
  return wordsOf(name).join('');
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[a-z\d]+/g) ?? [];
}

/** How many letters must be added, removed, exchanged or swapped with the next to make `b` of `a`. */
function distanceBetween(a: string, b: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (now[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, now];
  }
  return last[b.length] ?? 0;
}
