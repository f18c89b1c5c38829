/**
 * Whether this list of a device tree (`compatible`, its texts ended by zeros) is that of a Jetson from Nano and TX1, TX2
 * and Xavier to Orin, whose GPU is on no PCI bus and run by a driver of its own (nvgpu).
 */
export function isTegraWithNvgpu(compatible: string): boolean {
  return /nvidia,tegra(?:210|186|194|234)(?!\d)/.test(compatible);
}
