/** What firmware tells of the machine: DMI's identification on PCs and servers, the device tree's model on boards. */
export interface FirmwareNames {
  deviceTreeModel: string | null;
  vendor: string | null;
  product: string | null;
  boardVendor: string | null;
  board: string | null;
}

/**
 * The machine as people call it, `Raspberry Pi 4 Model B Rev 1.5` or `Dell Inc. PowerEdge R750`: of a computer that
 * nobody sold as a whole its main board; null when nothing tells (https://docs.kernel.org/admin-guide/abi-testing.html:
 * /sys/class/dmi/id).
 */
export function boardName(names: FirmwareNames): string | null {
  if (names.deviceTreeModel !== null) return names.deviceTreeModel;
  const product = known(names.product);
  if (product !== null) return withVendor(known(names.vendor), product);
  const board = known(names.board);
  return board === null ? null : withVendor(known(names.boardVendor), board);
}

function withVendor(vendor: string | null, product: string): string {
  return vendor === null || product.startsWith(vendor) ? product : `${vendor} ${product}`;
}

/** Null for what makers leave in the places that they do not fill. */
function known(text: string | null): string | null {
  return text === null || placeholder.test(text) ? null : text;
}

const placeholder =
  /^(?:system (?:product name|manufacturer)|to be filled.*|default string|o\.e\.m\.?|oem|not (?:specified|applicable|available)|none|unknown|empty|n\/a|x\.x|0+|\W*)$/i;
