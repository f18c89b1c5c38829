import { sourceFacts } from './source-facts.js';
import type { Sources } from './sources.js';

/** The groups of files that import each other in a circle, each sorted; `withTypes` follows `import type` as well. */
export function circles(sources: Sources, withTypes: boolean): string[][] {
  const targets = new Map(
    Object.entries(sources).map(([file, text]) => {
      const followed = sourceFacts(file, text).imports.filter(({ typeOnly }) => withTypes || !typeOnly);
      return [file, [...new Set(followed.map(({ target }) => target))]] as const;
    }),
  );
  const reach = new Map([...targets.keys()].map((file) => [file, reachable(file, targets)]));
  const groups = [...targets.keys()].map((file) => {
    const there = reach.get(file) ?? new Set();
    return [...there].filter((other) => reach.get(other)?.has(file)).sort();
  });
  return [
    ...new Map(groups.filter(({ length }) => length > 0).map((group) => [group.join(), group])).values(),
  ];
}

/** What `file` comes to by its imports and theirs; itself only where they lead back. */
function reachable(file: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [...(targets.get(file) ?? [])];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...(targets.get(one) ?? []));
  }
  return found;
}
