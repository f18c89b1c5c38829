import { readdirSync, readlinkSync } from 'node:fs';

/** Whether this process has a device of NVIDIA's driver open; where no system tells, it is taken to have one. */
export function holdsCards(folder = '/proc/self/fd'): boolean {
  try {
    return readdirSync(folder).some((name) => targetOf(`${folder}/${name}`).startsWith('/dev/nvidia'));
  } catch {
    return true;
  }
}

/** Of the descriptor by which the folder itself was read nothing is left. */
function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
