import type { Host } from '../../host/host.js';
import { boardName } from '../../parsers/board.js';
import { parseSysfsText } from '../../parsers/sysfs-number.js';

/** The machine or its main board, as its firmware names it; null when nothing tells. It never changes. */
export function boardOf({ sys }: Host): string | null {
  const text = (path: string) => parseSysfsText(sys.optional(path));
  const dmi = (file: string) => text(`class/dmi/id/${file}`);
  return boardName({
    deviceTreeModel: text('firmware/devicetree/base/model'),
    ...{ vendor: dmi('sys_vendor'), product: dmi('product_name') },
    ...{ boardVendor: dmi('board_vendor'), board: dmi('board_name') },
  });
}
