import { Failure, systemErrorCode } from '../../failures.js';
import { fileTree, type DeviceText } from '../files/tree.js';

const files = fileTree('/', '/', () => Promise.reject(new Error('not asked here')));

export const methods = {
  /** Reads files by their absolute paths, all at the same time, each within `deadline` ms. */
  texts: (paths: readonly string[], deadline: number): Promise<DeviceText[]> =>
    Promise.all(paths.map((path) => text(path, deadline))),
};

async function text(path: string, deadline: number): Promise<DeviceText> {
  const answer = await files.deviceText(path.slice(1), deadline);
  if (!(answer instanceof Failure)) return answer;
  return { failed: systemErrorCode(answer.cause) ?? answer.code, timedOut: answer.code === 'timeout' };
}
