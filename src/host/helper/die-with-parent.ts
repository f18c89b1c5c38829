import koffi from 'koffi';
import { endWithParent } from './end-with-parent.js';

const setParentDeathSignal = 1;
const kill = 9;

/**
 * Has the kernel kill this process when its parent ends, even while it is stuck in a call; where only Linux can do
 * that, others are watched for by a second thread. Whether the parent is still there is to be checked afterwards.
 */
export async function dieWithParent(): Promise<void> {
  if (process.platform !== 'linux') return endWithParent();
  const prctl = koffi.load(null).func('prctl', 'int', ['int', 'ulong', 'ulong', 'ulong', 'ulong']);
  if (prctl(setParentDeathSignal, kill, 0, 0, 0) !== 0) await endWithParent();
}
