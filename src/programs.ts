/** A program that the service may run on the machine. */
interface ProgramRow {
  /** What it is called in messages; looked up in PATH where it is no path. */
  name: string;
  /** The setting that names another one. */
  setting: string;
  /** What `--help` says beside its name. */
  of?: string;
}

/** Every program the service may run: one row is its setting, its place in the host, and what a recording asks. */
export const programs = {
  nvidiaSmi: { name: 'nvidia-smi', setting: 'SYSMON_NVIDIA_SMI' },
  rocmSmi: { name: 'rocm-smi', setting: 'SYSMON_ROCM_SMI' },
  amdSmi: { name: 'amd-smi', setting: 'SYSMON_AMD_SMI' },
  tegrastats: { name: 'tegrastats', setting: 'SYSMON_TEGRASTATS', of: ' of a Jetson' },
  ioreg: { name: '/usr/sbin/ioreg', setting: 'SYSMON_IOREG', of: ' of macOS' },
} satisfies Record<string, ProgramRow>;

export type ProgramName = keyof typeof programs;

/** What `make` makes of every program, under the same names. */
export function eachProgram<T>(make: (program: ProgramRow, name: ProgramName) => T): Record<ProgramName, T> {
  const names: ProgramName[] = namesOf(programs);
  // An object made of entries has lost which names it has.
  return Object.fromEntries(names.map((name) => [name, make(programs[name], name)])) as Record<
    ProgramName,
    T
  >;
}

function namesOf<T extends object>(table: T): Extract<keyof T, string>[] {
  const names: Extract<keyof T, string>[] = [];
  for (const name in table) names.push(name);
  return names;
}
