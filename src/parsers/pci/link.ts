const generations = new Map([
  ['2.5', 1],
  ['5', 2],
  ['8', 3],
  ['16', 4],
  ['32', 5],
  ['64', 6],
]);

/**
 * `current_link_speed` of a PCI device (https://docs.kernel.org/admin-guide/abi-testing.html, sysfs-bus-pci), as
 * `16.0 GT/s PCIe`: the generation of PCI Express that runs at this speed; null for `Unknown`.
 */
export function parsePcieSpeed(text: string | null): number | null {
  const [, whole = '', fraction] = /^\s*(\d+)(?:\.(\d))? ?GT\/s/.exec(text ?? '') ?? [];
  return generations.get(fraction === undefined || fraction === '0' ? whole : `${whole}.${fraction}`) ?? null;
}

/** `current_link_width` of a PCI device: its lanes; null for 0 and 255, which mean that there is no link. */
export function parsePcieWidth(text: string | null): number | null {
  const lanes = Number(/^\s*(\d{1,3})\s*$/.exec(text?.replaceAll('\0', ' ') ?? '')?.[1]);
  return lanes >= 1 && lanes <= 32 ? lanes : null;
}
