import type { Host } from '../../host/host.js';
import { parseMountinfo, type Mount } from '../../parsers/mountinfo.js';
import { recognised } from '../../recognised.js';

/**
 * Gives the mounts of this process itself, in the order of mounting; the same array as long as nothing was mounted or
 * unmounted, since parsing hundreds of them would cost more than the reading they are needed for.
 */
export function ownMounts({ own }: Host): () => readonly Mount[] {
  const mounts = recognised(parseMountinfo);
  return () => mounts(own.optional('proc/self/mountinfo') ?? '');
}
