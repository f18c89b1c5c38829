import type { Tree } from '../../src/host/host.js';
import { Failure } from '../../src/failures.js';
import type { HostChanges } from './recorded-host.js';

const denied = (): never => {
  throw new Failure('no_permission', 'nothing may be read here');
};
const deniedLater = () => new Promise<never>(denied);

const tree: Tree = {
  ...{ text: denied, list: denied, linkName: denied, linkTarget: denied, identity: denied },
  ...{ visitTexts: deniedLater, deviceText: deniedLater, deviceBytes: deniedLater, deviceTexts: deniedLater },
  fileSystem: deniedLater,
};

/** A machine that lets nothing be seen. */
export const unreadable: HostChanges = { proc: tree, sys: tree, root: tree, own: tree };
