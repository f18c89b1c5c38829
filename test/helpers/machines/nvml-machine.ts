import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import { nvmlStandIn, type NvmlStandIn, type StandInOptions } from './nvml-stand-in.js';

const files = {
  'proc/meminfo': 'MemTotal:       131072000 kB\nMemAvailable:   100000000 kB\n',
  'proc/driver/nvidia/version':
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01  Tue Nov 11 00:00:00 UTC 2026\n',
};

/** A Linux machine with NVIDIA's driver loaded: a folder with its `root`, `proc` and `sys`, and the library. */
export interface NvmlMachine {
  folder: string;
  library: NvmlStandIn;
  /** Writes a file of the machine, such as `sys/…`. */
  write(path: string, content: string): void;
  /** The options of the system host, and those of the program, that say where this machine is. */
  places: {
    root: string;
    proc: string;
    sys: string;
    nvml: string;
    nvidiaSmi: string;
    rocmSmi: string;
    amdSmi: string;
    tegrastats: string;
  };
}

/** Such a machine in the folder of the test. */
export function nvmlMachine(t: Test, options: StandInOptions = {}): NvmlMachine {
  const folder = t.testdir({ root: {}, proc: {}, sys: {}, lib: {} });
  const library = nvmlStandIn(join(folder, 'lib'), options);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  const at = (name: string) => join(folder, name);
  const programs = {
    nvidiaSmi: at('no-nvidia-smi'),
    rocmSmi: at('no-rocm-smi'),
    amdSmi: at('no-amd-smi'),
    tegrastats: at('no-tegrastats'),
  };
  const places = { root: at('root'), proc: at('proc'), sys: at('sys'), nvml: library.path, ...programs };
  return { folder, library, write, places };
}
