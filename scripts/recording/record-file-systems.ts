import { asFailure } from '../../src/failures.js';
import type { FileSystemSize, Host } from '../../src/host/host.js';
import type { Masking } from './masking.js';
import type { Recording } from './recording.js';

/** File systems of the kernel itself: they have no size. */
const withoutSize =
  /^(?:proc|sysfs|cgroup2?|devpts|mqueue|hugetlbfs|debugfs|tracefs|securityfs|pstore|bpf|configfs|fusectl|binfmt_misc|efivarfs|nsfs|rpc_pipefs|autofs|selinuxfs)$/;

/** The size of every mounted file system that has one, by its mount point as the recording shows it. */
export async function fileSystemSizes(
  host: Host,
  recording: Recording,
  masking: Masking,
): Promise<Record<string, FileSystemSize>> {
  const sizes: Record<string, FileSystemSize> = {};
  for (const { point, type } of mounts(recording.text('proc/self/mountinfo'))) {
    if (withoutSize.test(type)) continue;
    try {
      const path = unescaped(point).slice(1);
      const size = await host.root.fileSystem(path, { mayHang: true });
      if (size.total > 0) sizes[unescaped(masking.mask(point))] = size;
    } catch (thrown) {
      recording.note(`${masking.mask(point)}: ${masking.mask(asFailure(thrown).message)}`);
    }
  }
  return sizes;
}

function mounts(mountinfo: string): { point: string; type: string }[] {
  const lines = mountinfo.split('\n').filter((line) => line.includes(' - '));
  return lines.map((line) => ({
    point: line.split(' ')[4] ?? '',
    type: line.split(' - ')[1]?.split(' ')[0] ?? '',
  }));
}

/** The kernel writes a blank in a mount point as `\040`. */
function unescaped(point: string): string {
  return point.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
