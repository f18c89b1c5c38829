import type { Tree } from '../../../src/host/host.js';

/** The methods of a tree that read many files, made of those that read one. */
export function manyFiles({
  optional,
  deviceText,
}: Pick<Tree, 'optional' | 'deviceText'>): Pick<Tree, 'deviceTexts' | 'visitTexts'> {
  return {
    deviceTexts: (paths, deadline) => Promise.all(paths.map((path) => deviceText(path, deadline))),
    visitTexts: (paths, visit) => {
      for (const path of paths) visit(path, optional(path));
      return Promise.resolve();
    },
  };
}
