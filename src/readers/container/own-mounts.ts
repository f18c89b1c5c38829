import type { Host } from '../../host/host.js';
import { parseMountinfo, type Mount } from '../../parsers/mountinfo.js';

/**
 * Gives the mounts of this process itself, in the order of mounting; the same array as long as nothing was mounted or
 * unmounted, since parsing hundreds of them would cost more than the reading they are needed for.
 */
export function ownMounts({ own }: Host): () => readonly Mount[] {
  let known: { text: string; mounts: readonly Mount[] } | null = null;
  return () => {
    const text = own.optional('proc/self/mountinfo') ?? '';
    if (known?.text !== text) known = { text, mounts: parseMountinfo(text) };
    return known.mounts;
  };
}
