import type { DrmDevice } from '../drm/cards.js';
import type { Host } from '../../../host/host.js';
import { isTegraWithNvgpu } from '../../../parsers/tegra.js';

/** Where the GPU of a Jetson is in /sys. */
export interface JetsonGpu {
  /** `17000000.gpu`; `gpu` where the kernel shows no device of it. */
  name: string;
  /** How busy it is, in per mille; null where its driver does not tell. */
  loadFile: string | null;
  /** Its clock, in Hz; null where the kernel scales none. */
  clockFolder: string | null;
}

/** Chips of Maxwell (Nano) to Ampere (Orin) under the names of NVIDIA's device trees. */
const gpuName = /^(?:\d+\.(?:gpu|gm20b|gp10b|gv11b|ga10b)|gpu\.0)$/;

/** Folders of platform devices, as boards and kernels have them. */
const folders = ['devices/platform', 'devices/platform/bus@0', 'devices', 'devices/platform/host1x'];

/** The GPU of a Jetson up to Orin; null on other machines, and on later boards, whose GPU another driver runs. */
export function findJetsonGpu(host: Host): JetsonGpu | null {
  const devices = devicesOf(host);
  const loaded = devices.find(({ folder }) => host.sys.list(folder).includes('load'));
  // A folder of this name with a load file is a Jetson's, whatever else can be seen.
  if (loaded?.name !== 'gpu.0' && !isTegra(host)) return null;
  const clocks = host.sys.list('class/devfreq').filter((name) => gpuName.test(name));
  const name = (loaded ?? devices[0])?.name ?? 'gpu';
  const clock = clocks.find((one) => one === name) ?? clocks[0];
  return {
    name,
    loadFile: loaded === undefined ? null : `${loaded.folder}/load`,
    clockFolder: clock === undefined ? null : `class/devfreq/${clock}`,
  };
}

function devicesOf(host: Host): { name: string; folder: string }[] {
  const platform = folders.flatMap((folder) =>
    host.sys
      .list(folder)
      .filter((name) => gpuName.test(name))
      .map((name) => ({ name, folder: `${folder}/${name}` })),
  );
  const scaled = host.sys.list('class/devfreq').filter((name) => gpuName.test(name));
  return [...platform, ...scaled.map((name) => ({ name, folder: `class/devfreq/${name}/device` }))];
}

/** Containers may not see the device tree, but they see the kernel's modules: where neither is seen it throws. */
function isTegra(host: Host): boolean {
  const compatible = host.sys.optional('firmware/devicetree/base/compatible') ?? '';
  return isTegraWithNvgpu(compatible) || host.sys.requiredList('module').includes('nvgpu');
}

/** Whether this is the GPU of a Jetson, which is on no PCI bus. */
export function isOfJetson({ kernelDriver }: DrmDevice): boolean {
  return /^(?:tegra|nvgpu)/.test(kernelDriver ?? '');
}
