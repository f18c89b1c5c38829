/** One device of `pci.ids`; the id in four lower-case hexadecimal digits. */
export interface PciIdsDevice {
  id: string;
  name: string;
}

/**
 * `pci.ids` (https://pci-ids.ucw.cz/): the devices of one vendor. A vendor's line begins with its id, those of its
 * devices with one tab, those of cards made of them with two.
 */
export function parsePciIds(text: string, vendor: string): PciIdsDevice[] {
  const devices: PciIdsDevice[] = [];
  let inVendor = false;
  for (const line of text.split('\n')) {
    if (/^[\da-f]{4}\s/i.test(line)) inVendor = line.slice(0, 4).toLowerCase() === vendor.toLowerCase();
    else if (/^[^\s#]/.test(line)) inVendor = false;
    const [, id, name] = /^\t([\da-f]{4})\s+(\S.*)$/i.exec(line) ?? [];
    if (inVendor && id !== undefined && name !== undefined)
      devices.push({ id: id.toLowerCase(), name: name.trimEnd() });
  }
  return devices;
}
