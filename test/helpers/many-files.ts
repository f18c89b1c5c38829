import { Failure } from '../../src/failures.js';
import type { Tree } from '../../src/host/host.js';

/** The methods of a tree that read many files, made of those that read one. */
export function manyFiles({
  text,
  deviceText,
}: Pick<Tree, 'text' | 'deviceText'>): Pick<Tree, 'deviceTexts' | 'visitTexts'> {
  const orFailure = (thrown: unknown) => {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  };
  return {
    deviceTexts: (paths, deadline) =>
      Promise.all(paths.map((path) => deviceText(path, deadline).catch(orFailure))),
    visitTexts: (paths, visit) => {
      for (const path of paths) visit(path, text(path));
      return Promise.resolve();
    },
  };
}
