import { systemClock } from '../../clock.js';
import { Failure, systemErrorCode } from '../../failures.js';
import { deviceReads, type ReadElsewhere } from '../files/device-reads.js';
import { fileTree, type DeviceText } from '../files/tree.js';
import type { Tree } from '../host.js';

const tree = (readDevice?: ReadElsewhere) =>
  fileTree('/', '/', () => Promise.reject(new Error('not asked here')), readDevice && { readDevice });

const files = tree();

/**
 * A driver that holds a lock holds the files of all programs that use its card, hundreds of them: they get so many
 * threads, of which sensors need the others, and those behind them wait in vain.
 */
const ofPrograms = tree(
  deviceReads(systemClock, () => Promise.resolve({ late: true }), { most: 8, turn: 60_000 }),
);

export const methods = {
  /** Reads files by their absolute paths, all at the same time, each within `deadline` ms. */
  texts: (paths: readonly string[], deadline: number): Promise<DeviceText[]> =>
    Promise.all(paths.map((path) => text(files, path, deadline))),
  /** The same for what drivers tell of the programs that use them, a few at a time. */
  textsOfPrograms: (paths: readonly string[], deadline: number): Promise<DeviceText[]> =>
    Promise.all(paths.map((path) => text(ofPrograms, path, deadline))),
  /** Reads one file by its absolute path within `deadline` ms. */
  bytes: async (path: string, deadline: number): Promise<DeviceBytes> => {
    const answer = await files.deviceBytes(path.slice(1), deadline);
    return answer instanceof Failure ? refusal(answer) : answer;
  },
};

/** What one file holds, null when it is not there, or why it could not be read. */
export type DeviceBytes = Uint8Array | null | ReturnType<typeof refusal>;

async function text(tree: Tree, path: string, deadline: number): Promise<DeviceText> {
  const answer = await tree.deviceText(path.slice(1), deadline);
  if (!(answer instanceof Failure)) return answer;
  return refusal(answer);
}

function refusal({ code, cause }: Failure): { failed: string; timedOut: boolean } {
  return { failed: systemErrorCode(cause) ?? code, timedOut: code === 'timeout' };
}
