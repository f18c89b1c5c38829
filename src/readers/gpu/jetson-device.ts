import type { Host } from '../../host/host.js';

/** Where the GPU of a Jetson is in /sys. */
export interface JetsonGpu {
  /** `17000000.gpu` */
  name: string;
  /** How busy it is, in per mille. */
  loadFile: string;
  /** Its clock, in Hz; null where the kernel scales none. */
  clockFolder: string | null;
}

/** Chips of Maxwell (Nano) to Ampere (Orin) under the names of NVIDIA's device trees. */
const gpuName = /^(?:\d+\.(?:gpu|gm20b|gp10b|gv11b|ga10b)|gpu\.0)$/;

/** Folders of platform devices, as boards and kernels have them. */
const folders = ['devices/platform', 'devices/platform/bus@0', 'devices', 'devices/platform/host1x'];

/** The GPU of a Jetson; null on other machines, and on later boards, whose driver has no load file. */
export function findJetsonGpu(host: Host): JetsonGpu | null {
  const clocks = host.sys.list('class/devfreq').filter((name) => gpuName.test(name));
  for (const folder of folders) {
    for (const name of host.sys.list(folder).filter((one) => gpuName.test(one))) {
      const device = `${folder}/${name}`;
      if (!host.sys.list(device).includes('load')) continue;
      if (name !== 'gpu.0' && !isTegra(host)) continue;
      const clock = clocks.find((one) => one === name) ?? clocks[0];
      return {
        name,
        loadFile: `${device}/load`,
        clockFolder: clock === undefined ? null : `class/devfreq/${clock}`,
      };
    }
  }
  const [name] = clocks;
  if (name === undefined || !isTegra(host)) return null;
  const device = `class/devfreq/${name}/device`;
  if (!host.sys.list(device).includes('load')) return null;
  return { name, loadFile: `${device}/load`, clockFolder: `class/devfreq/${name}` };
}

/** Containers may not see the device tree, but they see the kernel's modules. */
function isTegra(host: Host): boolean {
  return host.sys.list('module').includes('nvgpu') || isTegraTree(host);
}

function isTegraTree(host: Host): boolean {
  return (host.sys.text('firmware/devicetree/base/compatible') ?? '').includes('nvidia,tegra');
}
