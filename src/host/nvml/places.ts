/** Where the driver's library is looked for, in this order; nowhere when it is not used. */
export interface NvmlPlaces {
  paths: readonly string[];
  /** A setting names it: then it is expected to be there. */
  isNamed: boolean;
}

/** Code of the error of a library that is expected to be there, or is, and cannot be loaded. */
export const cannotLoad = 'ERR_DLOPEN_FAILED';

/**
 * Where the driver's library may be: what the setting names, nowhere when it says `off`, else by name for the system's
 * own search and then where distributions and container platforms keep it.
 */
export function nvmlPlaces(
  setting: string,
  platform: NodeJS.Platform,
  systemRoot: string | undefined,
): NvmlPlaces {
  if (setting === 'off') return { paths: [], isNamed: false };
  if (setting !== 'auto') return { paths: [setting], isNamed: true };
  return { paths: usualPlaces(platform, systemRoot), isNamed: false };
}

function usualPlaces(platform: NodeJS.Platform, systemRoot: string | undefined): readonly string[] {
  // By name alone a library of the same name beside the program would be loaded.
  if (platform === 'win32') return [`${systemRoot ?? 'C:\\Windows'}\\System32\\nvml.dll`];
  if (platform !== 'linux' && platform !== 'freebsd') return [];
  return [...names, ...folders.map((folder) => `${folder}/libnvidia-ml.so.1`)];
}

const names = ['libnvidia-ml.so.1', 'libnvidia-ml.so'];
const folders = [
  // WSL
  '/usr/lib/wsl/lib',
  // NixOS
  '/run/opengl-driver/lib',
  // Debian
  '/usr/lib/x86_64-linux-gnu/nvidia/current',
  '/usr/lib/aarch64-linux-gnu/nvidia/current',
  // Google Kubernetes Engine, in a container and on its nodes
  '/usr/local/nvidia/lib64',
  '/home/kubernetes/bin/nvidia/lib64',
  '/usr/lib64',
  '/usr/lib64/nvidia',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];
