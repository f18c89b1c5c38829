/**
 * `/proc/net/igmp` (proc_net(5)): the kernel's numbers of the interfaces that are up, by their names. Lines of groups,
 * which are indented, tell no more of that.
 */
export function parseProcNetIgmp(text: string): Map<string, number> {
  const lines = [...text.matchAll(/^(\d{1,9})[ \t]+(\S+?)[ \t]*:/gm)];
  return new Map(lines.map(([, index, name = '']) => [name, Number(index)]));
}
