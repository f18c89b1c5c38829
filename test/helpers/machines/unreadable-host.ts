import type { Tree } from '../../../src/host/host.js';
import { Failure } from '../../../src/failures.js';
import type { HostChanges } from './recorded-host.js';

const failure = new Failure('no_permission', 'nothing may be read here');
const denied = (): never => {
  throw failure;
};
const nothing = () => null;
const answer = () => Promise.resolve(failure);

/** A tree of which nothing may be read. */
export const unreadableTree: Tree = {
  ...{ required: denied, requiredList: denied },
  ...{ optional: nothing, list: () => [], linkName: nothing, linkTarget: nothing, identity: nothing },
  ...{ textAnswer: () => failure, listAnswer: () => failure, linkAnswer: () => failure },
  ...{ deviceText: answer, deviceBytes: answer },
  deviceTexts: (paths) => Promise.resolve(paths.map(() => failure)),
  visitTexts: (paths, visit) => {
    for (const path of paths) visit(path, null);
    return Promise.resolve();
  },
  fileSystem: () => new Promise<never>(denied),
};

/** A machine that lets nothing be seen. */
export const unreadable: HostChanges = {
  proc: unreadableTree,
  sys: unreadableTree,
  root: unreadableTree,
  own: unreadableTree,
};
