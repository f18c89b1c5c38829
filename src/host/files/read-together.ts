import type { Clock } from '../../clock.js';
import type { Tree } from '../host.js';

/** All that wakes at one time reads within this, ms; far less than the shortest interval. */
const together = 50;

/** The same tree, of which these files are read once for all who ask at the same time. */
export function readTogether(tree: Tree, paths: readonly string[], clock: Clock): Tree {
  const read = new Map<string, { at: number; text: string | null }>();
  return {
    ...tree,
    optional: (path, content) => {
      if (!paths.includes(path)) return tree.optional(path, content);
      const now = clock.monotonic();
      const before = read.get(path);
      if (before !== undefined && now - before.at < together) return before.text;
      const text = tree.optional(path, content);
      read.set(path, { at: now, text });
      return text;
    },
  };
}
