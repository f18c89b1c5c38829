import { endWithParent } from './end-with-parent.js';
import type { HelperMethods } from './protocol.js';

/** What may block or crash, each in a process of its own; loaded only inside that process. */
export const hazards = {
  /** statfs(2) of network and FUSE file systems, which waits for ever on a dead mount. */
  fileSystem: async () => (await import('./file-system.js')).methods,
  /** Sensors, and what drivers tell of programs that use graphics cards: they may wait for a dead device. */
  sensors: async () => (await import('./device-files.js')).methods,
  /** systeminformation, which runs programs synchronously. */
  portable: portableMethods,
  /** The same for `fsSize`, whose `df` waits for ever on a dead mount: that must not stop the others. */
  portableMounts: portableMethods,
  /** The same for `graphics`, whose `nvidia-smi` waits for ever on a broken driver. */
  portableCards: portableMethods,
  /** NVIDIA's library, which may wait for a broken driver for ever, or crash. */
  nvml: nvmlMethods,
  /** The history file: a write takes as long as its disk does. */
  historyFile: historyFileMethods,
} satisfies Record<string, () => Promise<HelperMethods>>;

export type HazardName = keyof typeof hazards;

/** Whether one of the hazards is called `name`. */
export function isHazard(name: string): name is HazardName {
  return Object.hasOwn(hazards, name);
}

async function portableMethods() {
  await endWithParent();
  return (await import('./portable.js')).methods;
}

async function historyFileMethods() {
  await (await import('./die-with-parent.js')).dieWithParent();
  return (await import('./history/methods.js')).methods;
}

async function nvmlMethods() {
  await (await import('./die-with-parent.js')).dieWithParent();
  return (await import('./nvml/nvml.js')).methods;
}
