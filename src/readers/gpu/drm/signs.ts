import type { Host } from '../../../host/host.js';

/** What the backend of every vendor is given: what changes when there may be cards where there were none. */
export interface SharedSigns {
  signs?: () => string;
}

/** All vendors look within one wake-up, ms. */
const together = 50;

/**
 * Gives what changes when a driver of graphics cards comes or goes, or one of their cards: the names in /sys/class/drm,
 * and whether NVIDIA's module is loaded, which need not show its cards there. One look serves all vendors.
 */
export function gpuSigns({ clock, sys, proc }: Host): () => string {
  let at = -Infinity;
  let seen = '';
  return () => {
    const now = clock.monotonic();
    if (now - at < together) return seen;
    at = now;
    const nvidia = proc.identity('driver/nvidia/version') === null ? '' : 'nvidia';
    seen = [...sys.list('class/drm'), nvidia].join(' ');
    return seen;
  };
}
