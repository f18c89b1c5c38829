import type { NvmlDevice } from '../../../host/nvml/nvml.js';
import type { NvidiaSmiApp } from '../../../parsers/nvidia/smi-query.js';
import type { NvidiaCard } from './card.js';

/** The programs on a card, and why these are not all. */
export type NvidiaProcesses = Pick<NvidiaCard, 'processes' | 'processesReason'>;

const hidden =
  "programs outside this service's process namespace are hidden: that needs the host's pid namespace (docker run --pid=host)";
const computeOnly = 'nvidia-smi lists the programs that compute, not those that only draw';
const unlisted = 'nvidia-smi has not listed the programs';
const notSupported = 3;

/** The programs on a card as NVML lists them; `hides` when the driver shows only those of this process namespace. */
export function nvmlProcesses(
  device: NvmlDevice,
  { hides, nameOf }: { hides: boolean; nameOf: (pid: number) => string | null },
): NvidiaProcesses {
  const refused = refusedLists(device);
  if (device.processes === null) {
    return { processes: null, processesReason: refused ?? 'the driver does not list the programs' };
  }
  const listed = device.processes.map(({ pid, name, kind, memory }) => ({
    pid,
    name: name ?? nameOf(pid),
    kind,
    memory,
  }));
  return shown(listed, hides ? hidden : null, refused);
}

/** A card that does not draw has no list of programs that do: that one is not missed beside the other. */
function refusedLists({ processes, errors }: NvmlDevice): string | null {
  for (const kind of ['compute', 'graphics']) {
    const code = errors[`${kind}Processes`];
    if (code === undefined || (code === notSupported && processes !== null)) continue;
    return `the driver does not list the ${kind} programs (NVML: return code ${code})`;
  }
  return null;
}

/** The programs that nvidia-smi lists on the card with this UUID; `apps` is null when it was not asked or did not answer. */
export function smiProcesses(
  uuid: string,
  apps: readonly NvidiaSmiApp[] | null,
  hides: boolean,
): NvidiaProcesses {
  if (apps === null) return { processes: null, processesReason: unlisted };
  const listed = apps
    .filter((app) => app.uuid === uuid)
    // Its list of programs that compute holds those that do both (C+G), such as desktops, too.
    .map(({ pid, name, memory }) => ({ pid, name, kind: null, memory }));
  return shown(listed, hides ? hidden : null, computeOnly);
}

/** Where programs are hidden an empty list proves nothing. */
function shown(
  listed: NonNullable<NvidiaCard['processes']>,
  hiddenReason: string | null,
  otherReason: string | null,
): NvidiaProcesses {
  const processes = listed.length === 0 && hiddenReason !== null ? null : listed;
  return { processes, processesReason: hiddenReason ?? otherReason };
}
