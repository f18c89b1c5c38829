import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { load, quantile } from './load.js';
import type { Source } from './sources.js';
import { faultyService, healed, paths, type Way } from './trial.js';

const code = join(import.meta.dirname, '../../../test/fixtures/fuse/tree.c');
/** What the program says where this user may not mount. */
const mayNotMount = 77;

/** How files go wrong through FUSE: held so that no signal ends it, refused with EIO, answered after a second. */
export const fuseFaults = ['hang', 'fail', 'slow'] as const;
export type FuseFault = (typeof fuseFaults)[number];

/** The files of the machine that drivers write, by the names of the sources that are seen when they are sound. */
const ofDrivers: Readonly<Record<string, string>> = {
  'network: what a driver tells': 'sys/class/net/eth0/speed',
  'sensors: a file of hwmon': 'sys/class/hwmon/*/temp1_input',
  'AMD: a file of its driver': 'sys/class/drm/card0/device/gpu_busy_percent',
  'AMD: what its driver tells of a program': 'proc/*/fdinfo/*',
};

/** The same on any machine, each seen from the mount of its tree. */
const ofAnyDrivers = [
  ...['*/fdinfo/*', 'devices/*/hwmon/*', 'devices/*/drm/*', 'devices/*/power_supply/*'],
  ...['devices/*/thermal_zone*/temp', 'devices/*/net/*/speed', 'class/*/speed'],
];

/** Those of all sources whose files a driver writes. */
export function behindDrivers(sources: readonly Source[]): Source[] {
  return sources.filter(({ name }) => name in ofDrivers);
}

/** The trees of a machine through FUSE, whose files go wrong as told. */
export interface FuseTrees extends Way {
  /** What drivers tell goes wrong so; null makes it sound again. */
  become: (fault: FuseFault | null) => void;
  remove: () => void;
}

/** Why there is no FUSE here, for a skip that says so; false where there is. */
export function withoutFuse(): string | false {
  if (withoutCompiler !== false) return 'no C compiler';
  if (!existsSync('/dev/fuse')) return 'no /dev/fuse';
  const { command, remove } = fuseTrees();
  try {
    const [program, ...args] = [...command(tmpdir()), 'true'];
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
    if (status === mayNotMount) return `this user may not mount: ${stderr.trim()}`;
    return status === 0 ? false : `the stand-in ended with ${status}: ${stderr}`;
  } finally {
    remove();
  }
}

/**
 * Shows a machine of files to the service as FUSE does, in a mount namespace that ends with it; or /proc and /sys of this
 * machine.
 */
export function fuseTrees(isOther = false): FuseTrees {
  const home = mkdtempSync(join(tmpdir(), 'fuse-'));
  const [tree, mount, rules] = [join(home, 'tree'), join(home, 'mount'), join(home, 'rules')];
  mkdirSync(mount);
  writeFileSync(rules, '');
  if (isOther) {
    for (const name of ['proc', 'sys']) mkdirSync(join(mount, name));
    symlinkSync('/', join(mount, 'root'));
  }
  const own = (name: string) => [tree, `/${name}`, join(mount, name), rules];
  execFileSync('cc', ['-O1', '-o', tree, code]);
  return {
    isOther,
    command: (folder) => (isOther ? [...own('proc'), ...own('sys')] : [tree, folder, mount, rules]),
    trees: () => mount,
    become: (fault) => {
      const patterns = isOther ? ofAnyDrivers : Object.values(ofDrivers);
      const lines = patterns.map((pattern) => `${fault ?? ''} ${pattern}\n`);
      writeFileSync(rules, fault === null ? '' : lines.join(''));
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** What became of a service while everything that its machine's drivers tell went wrong through FUSE, and after. */
export interface FuseOutcome {
  statuses: Map<number, number>;
  p99: number;
  max: number;
  /** Seconds until all was seen again; null when it was not. */
  heals: number | null;
  /** How long after SIGTERM its port was free, ms, while all of it went wrong again. */
  freed: number;
  /** Its exit code, once the drivers let it go: a process of which a driver holds a thread cannot end before. */
  code: number | null;
}

export async function fuseTrial(fault: FuseFault, seconds: number, isOther = false): Promise<FuseOutcome> {
  const trees = fuseTrees(isOther);
  const service = await faultyService({}, trees);
  try {
    trees.become(fault);
    const { waits, statuses } = await load(service.url, paths, 100, pause(seconds * 1_000));
    trees.become(null);
    const heals = await healed(service.url, behindDrivers(service.sources), 60_000);
    trees.become(fault);
    // Until all of it is being read again.
    await pause(2_000);
    const ended = service.end();
    const freed = await untilRefused(service.url);
    trees.become(null);
    const { code } = await ended;
    return { statuses, p99: quantile(waits, 0.99), max: Math.max(...waits), heals, freed, code };
  } finally {
    await service.close();
    trees.remove();
  }
}

/** How long until nobody listens there, ms. */
async function untilRefused(url: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer === null || performance.now() - began > 60_000) return performance.now() - began;
    await pause(10);
  }
}
