/**
 * A list of CPUs as the kernel writes it (`0-3,22`; https://docs.kernel.org/admin-guide/cputopology.html): their numbers;
 * null when it is malformed or longer than any machine.
 */
export function parseCpuList(text: string): number[] | null {
  const cpus: number[] = [];
  for (const part of text.trim().split(',')) {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === undefined || cpus.length > most) return null;
    for (let cpu = Number(first); cpu <= Number(last); cpu += 1) cpus.push(cpu);
  }
  return cpus.length > most ? null : cpus;
}

const most = 65_536;
