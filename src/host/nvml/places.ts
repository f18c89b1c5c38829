/**
 * Where the driver's library may be, in the order to try: what the setting names, nothing when it says `off`, else
 * by name for the system's own search and then where distributions and container platforms keep it.
 */
export function nvmlPlaces(
  setting: string,
  platform: NodeJS.Platform,
  systemRoot: string | undefined,
): readonly string[] {
  if (setting === 'off') return [];
  if (setting !== 'auto') return [setting];
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
