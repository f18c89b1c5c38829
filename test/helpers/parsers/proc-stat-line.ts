/** A line of `/proc/<pid>/stat` with these values, and others that do not matter. */
export function procStatLine(
  pid: number,
  { name = 'a', state = 'S', ticks = 0, start = 0, pages = 1, threads = 1, parent = 1 } = {},
): string {
  return `${pid} (${name}) ${state} ${parent} 0 0 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 ${threads} 0 ${start} 0 ${pages} 0\n`;
}
