import type { CardFiles } from './files.js';

/** The sensors of a card's driver (https://docs.kernel.org/hwmon/sysfs-interface.html). */
export interface DrmSensors {
  /** The value of `power1_cap` and the like divided by `scale`; null when the card has no such file. */
  value(file: string, scale: number): Promise<number | null>;
  /**
   * Values of one kind (`temp`, `freq`) divided by `scale`: `temp2_input` under what `temp2_label` says; the first
   * sensor without a label under `unlabelled`.
   */
  labelled(kind: string, scale: number, unlabelled: string): Promise<Map<string, number>>;
}

/** The sensors below `device`, the folder of the card's device; null when its driver has none. */
export async function drmSensors(device: CardFiles): Promise<DrmSensors | null> {
  const name = await cardSensors(device, device.list('hwmon'));
  if (name === undefined) return null;
  const files = device.below(`hwmon/${name}`);
  const present = new Set(files.list(''));
  // Cards differ in their sensors: what is not listed is not opened.
  const value = async (file: string, scale: number) => {
    const parsed = present.has(file) ? await files.number(file) : null;
    return parsed === null ? null : parsed / scale;
  };
  const labelled = async (kind: string, scale: number, unlabelled: string) => {
    const values = new Map<string, number>();
    for (const file of present) {
      const number = new RegExp(`^${kind}(\\d+)_input$`).exec(file)?.[1];
      if (number === undefined) continue;
      const labelFile = `${kind}${number}_label`;
      const label = present.has(labelFile) ? await files.text(labelFile) : null;
      const parsed = await value(file, scale);
      if (parsed !== null) values.set(label ?? (number === '1' ? unlabelled : file), parsed);
    }
    return values;
  };
  return { value, labelled };
}

/** Some drivers have further sensors for each part of a card (`i915_gt0`): the whole card's are meant. */
async function cardSensors(device: CardFiles, names: string[]): Promise<string | undefined> {
  if (names.length <= 1) return names[0];
  for (const name of names) {
    if (!/_gt\d+$/.test((await device.text(`hwmon/${name}/name`)) ?? '')) return name;
  }
  return names[0];
}
