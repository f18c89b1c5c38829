import { manyFiles } from './many-files.js';
import type { Tree } from '../../../src/host/host.js';

/** One tree of three: `proc` and `sys` in their places below `root`, as on a machine without containers. */
export function wholeTree(proc: Tree, sys: Tree, root: Tree): Tree {
  const within = <T>(path: string, ask: (tree: Tree, path: string) => T): T => {
    if (path.startsWith('proc/')) return ask(proc, path.slice('proc/'.length));
    if (path.startsWith('sys/')) return ask(sys, path.slice('sys/'.length));
    return ask(root, path);
  };
  const one: Pick<Tree, 'optional' | 'deviceText'> = {
    optional: (path, content) => within(path, (tree, rest) => tree.optional(rest, content)),
    deviceText: (path, deadline) => within(path, (tree, rest) => tree.deviceText(rest, deadline)),
  };
  return {
    ...one,
    ...manyFiles(one),
    textAnswer: (path) => within(path, (tree, rest) => tree.textAnswer(rest)),
    required: (path, content) => within(path, (tree, rest) => tree.required(rest, content)),
    requiredList: (path) => within(path, (tree, rest) => tree.requiredList(rest)),
    deviceBytes: (path, deadline) => within(path, (tree, rest) => tree.deviceBytes(rest, deadline)),
    list: (path) => within(path, (tree, rest) => tree.list(rest)),
    listAnswer: (path) => within(path, (tree, rest) => tree.listAnswer(rest)),
    linkAnswer: (path) => within(path, (tree, rest) => tree.linkAnswer(rest)),
    linkName: (path) => within(path, (tree, rest) => tree.linkName(rest)),
    linkTarget: (path) => within(path, (tree, rest) => tree.linkTarget(rest)),
    identity: (path) => within(path, (tree, rest) => tree.identity(rest)),
    fileSystem: (path, options) => within(path, (tree, rest) => tree.fileSystem(rest, options)),
  };
}
