import type { Clock } from '../../clock.js';
import type { Content, Tree } from '../host.js';

/** All that wakes at one time reads within this, ms; far less than the shortest interval. */
const together = 50;

/** The same tree, of which these files are read once for all who ask at the same time. */
export function readTogether(tree: Tree, paths: readonly string[], clock: Clock): Tree {
  const once = <T>(get: (path: string, content?: Content) => T) => {
    const read = new Map<string, { at: number; got: T }>();
    return (path: string, content?: Content): T => {
      if (!paths.includes(path)) return get(path, content);
      const now = clock.monotonic();
      const before = read.get(path);
      if (before !== undefined && now - before.at < together) return before.got;
      const got = get(path, content);
      read.set(path, { at: now, got });
      return got;
    };
  };
  const optional = once((path, content) => tree.optional(path, content));
  const textAnswer = once((path) => tree.textAnswer(path));
  return { ...tree, optional, textAnswer };
}
