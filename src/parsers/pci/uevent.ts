/** Who a PCI device is: ids as four lower-case hexadecimal digits, the slot as `0000:03:00.0`. */
export interface PciUevent {
  driver: string | null;
  vendorId: string | null;
  deviceId: string | null;
  slot: string | null;
}

/** `uevent` of a PCI device (https://docs.kernel.org/core-api/kobject.html#uevents): lines of `NAME=value`. */
export function parsePciUevent(text: string | null): PciUevent {
  const value = (pattern: RegExp) => pattern.exec(text ?? '');
  const ids = value(/^PCI_ID=([\da-f]{4}):([\da-f]{4})\s*$/im);
  return {
    driver: value(/^DRIVER=([\w-]+)\s*$/m)?.[1] ?? null,
    vendorId: ids?.[1]?.toLowerCase() ?? null,
    deviceId: ids?.[2]?.toLowerCase() ?? null,
    slot:
      value(/^PCI_SLOT_NAME=([\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7])\s*$/im)?.[1]?.toLowerCase() ?? null,
  };
}
