import type { Host } from '../../host/host.js';
import { parseCpuList } from '../../parsers/cpu/cpu-list.js';
import { coresByCpu, parseProcCpuinfo } from '../../parsers/proc/cpuinfo.js';
import { parseSysfsNumber } from '../../parsers/sysfs-number.js';

/**
 * Physical cores over all sockets of these CPUs, numbered as `/proc/stat` numbers them. Within LXC those numbers may be
 * the container's own (lxcfs), which `/sys` does not know: then the CPUs are those this process may run on, or
 * `/proc/cpuinfo` alone is believed.
 */
export function coreCount(host: Host, cpus: readonly number[], cpuinfo: string): number | null {
  const allowed = allowedCpus(host);
  if (allowed?.length === cpus.length) return coresBySiblings(host, allowed) ?? coresTold(cpuinfo);
  if (isNumberedAnew(host, cpuinfo)) return coresTold(cpuinfo);
  return coresBySiblings(host, cpus) ?? coresTold(cpuinfo);
}

/** The CPUs this process may run on, by the kernel's own numbers. */
function allowedCpus({ own }: Host): number[] | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(own.optional('proc/self/status') ?? '')?.[1];
  return list === undefined ? null : parseCpuList(list);
}

/** Whether a CPU of `/proc/cpuinfo` sits elsewhere than that of the same number in `/sys`. */
function isNumberedAnew({ sys }: Host, cpuinfo: string): boolean {
  return [...coresByCpu(cpuinfo)].some(([cpu, told]) => {
    const [socket, core] = ['physical_package_id', 'core_id'].map((file) =>
      parseSysfsNumber(sys.optional(`${folderOf(cpu)}/${file}`)),
    );
    return typeof socket === 'number' && typeof core === 'number' && `${socket}/${core}` !== told;
  });
}

/** CPUs that share a core list the same siblings, so there are as many cores as different lists. */
function coresBySiblings({ sys }: Host, cpus: readonly number[]): number | null {
  const lists = new Set<string>();
  for (const cpu of cpus) {
    const folder = folderOf(cpu);
    const list = sys.optional(`${folder}/core_cpus_list`) ?? sys.optional(`${folder}/thread_siblings_list`);
    if (list === null) return null;
    lists.add(list.trim());
  }
  return lists.size === 0 ? null : lists.size;
}

function coresTold(cpuinfo: string): number | null {
  return parseProcCpuinfo(cpuinfo).cores;
}

function folderOf(cpu: number): string {
  return `devices/system/cpu/cpu${cpu}/topology`;
}
