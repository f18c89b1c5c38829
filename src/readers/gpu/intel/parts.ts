import type { CardFiles } from '../drm/files.js';

/** One of the parts ("GT") of an Intel card that have an idle state and a clock of their own; paths of its files. */
export interface IntelPart {
  folder: string;
  idleFile: string;
  /** 0 when the idle state is switched off; null where the driver has no such file. */
  idleSwitch: string | null;
  /** What its idle state is called; null where it has no name. */
  nameFile: string | null;
  /** The clock it has, the one asked for, the highest allowed; in MHz. */
  clockFile: (name: 'act' | 'cur' | 'max') => string;
  throttleFolder: string;
  /** 1 when there is any reason. */
  throttleStatus: string;
}

/**
 * The parts of a card: `device/tile0/gt0` with the xe driver, `gt/gt0` with i915 since Linux 5.18, and before that
 * the card itself. The first is the one that draws and computes.
 */
export function intelParts(files: CardFiles): IntelPart[] {
  const tiles = files.list('device').filter((name) => /^tile\d+$/.test(name));
  const xe = tiles.flatMap((tile) => partsIn(files, `device/${tile}`).map(xePart));
  if (xe.length > 0) return xe;
  const i915 = partsIn(files, 'gt').map(i915Part);
  return i915.length > 0 ? i915 : [oldPart];
}

/**
 * Whether the driver has no file that measures anything of this card, as of a virtual function (SR-IOV): that is
 * told by the card it is a part of.
 */
export function measuresNothing(files: CardFiles): boolean {
  const has = (path: string) => {
    const [, folder = '', name = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(path) ?? [];
    return files.list(folder).includes(name);
  };
  const isSilent = (part: IntelPart) => !has(part.idleFile) && !has(part.clockFile('act'));
  return files.list('device/hwmon').length === 0 && intelParts(files).every(isSilent);
}

function partsIn(files: CardFiles, folder: string): string[] {
  const names = files.list(folder).filter((name) => /^gt\d+$/.test(name));
  return names.map((name) => `${folder}/${name}`);
}

function xePart(folder: string): IntelPart {
  return {
    folder,
    idleFile: `${folder}/gtidle/idle_residency_ms`,
    idleSwitch: null,
    nameFile: `${folder}/gtidle/name`,
    clockFile: (name) => `${folder}/freq0/${name}_freq`,
    throttleFolder: `${folder}/freq0/throttle`,
    throttleStatus: `${folder}/freq0/throttle/status`,
  };
}

function i915Part(folder: string): IntelPart {
  return {
    folder,
    idleFile: `${folder}/rc6_residency_ms`,
    idleSwitch: `${folder}/rc6_enable`,
    nameFile: null,
    clockFile: (name) => `${folder}/rps_${name}_freq_mhz`,
    throttleFolder: folder,
    throttleStatus: `${folder}/throttle_reason_status`,
  };
}

const oldPart: IntelPart = {
  folder: 'power',
  idleFile: 'power/rc6_residency_ms',
  idleSwitch: 'power/rc6_enable',
  nameFile: null,
  clockFile: (name) => `gt_${name}_freq_mhz`,
  throttleFolder: 'power',
  throttleStatus: 'power/throttle_reason_status',
};
