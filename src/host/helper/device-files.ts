import { Failure, systemErrorCode } from '../../failures.js';
import { fileTree, type DeviceText } from '../files/tree.js';

const files = fileTree('/', '/', () => Promise.reject(new Error('not asked here')));

export const methods = {
  /** Reads files by their absolute paths, all at the same time, each within `deadline` ms. */
  texts: (paths: readonly string[], deadline: number): Promise<DeviceText[]> =>
    Promise.all(paths.map((path) => text(path, deadline))),
  /** Reads one file by its absolute path within `deadline` ms. */
  bytes: async (path: string, deadline: number): Promise<DeviceBytes> => {
    const answer = await files.deviceBytes(path.slice(1), deadline);
    return answer instanceof Failure ? refusal(answer) : answer;
  },
};

/** What one file holds, null when it is not there, or why it could not be read. */
export type DeviceBytes = Uint8Array | null | ReturnType<typeof refusal>;

async function text(path: string, deadline: number): Promise<DeviceText> {
  const answer = await files.deviceText(path.slice(1), deadline);
  if (!(answer instanceof Failure)) return answer;
  return refusal(answer);
}

function refusal({ code, cause }: Failure): { failed: string; timedOut: boolean } {
  return { failed: systemErrorCode(cause) ?? code, timedOut: code === 'timeout' };
}
