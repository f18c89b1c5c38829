import { cpSync, mkdirSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { breakFile, errorNumbers, filesRequested } from '../helpers/machines/broken-file.js';
import { lessKnown } from '../helpers/bodies/less-known.js';
import { fileDomains, loneDomain, type DomainShown } from '../helpers/machines/lone-domains.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

/** The only files whose domain may fail with them. */
const made: Record<string, RegExp> = {
  cpu: /^proc\/stat$/,
  memory: /^proc\/meminfo$/,
  network: /^proc\/net\/dev$/,
};

/** Where the same is told by another file, or by what is left of several: a value may differ when one is missing. */
const toldElsewhere: { file: RegExp; value: RegExp }[] = [
  // Without clocks in /proc/cpuinfo cpufreq is asked.
  { file: /^proc\/cpuinfo$/, value: /^cpu (?:\.frequency_mhz|sysmon_cpu_frequency_hertz):/ },
  // The mean of the processor's other clocks, the hottest of its other sensors.
  { file: /\/policy\d+\//, value: /^cpu (?:\.(?:max_)?frequency_mhz|sysmon_cpu_(?:max_)?frequency_hertz):/ },
  { file: /\/hwmon\d+\/(?:name|temp\d+_input)$/, value: /^cpu (?:\.|sysmon_cpu_)temperature_celsius:/ },
  // A container's own name and network, which limited_view tells of.
  {
    file: /^root\/etc\/hostname$/,
    value: /^host (?:\.hostname:|\.limited_view: new .*hostname|node_uname_info)/,
  },
  { file: /^proc\/1\/net\/dev$/, value: /^network |^host \.limited_view: new .*network/ },
  { file: /self\/mountinfo$/, value: /^host \.limited_view\[\d+\]\.reason:/ },
  // One process the less.
  { file: /^proc\/\d+\/stat$/, value: /^processes \.(?:total|threads|states\.\w+):/ },
  // Recordings have no link that says where a card sits.
  { file: /\/device\/uevent$/, value: /^gpu\/amd (?:\.gpus\[\d+\]\.id:|sysmon_gpu_.*uuid="card\d)/ },
  // State and reason of a file system that cannot be asked about.
  {
    file: /^own\/proc\/self\/mountinfo$/,
    value: /^disk (?:\.filesystems\[\d+\]\.state: "ok" → "failed"|node_filesystem_.*device_error="failed")/,
  },
];

// Thousands of readings; alone they take some ten seconds.
t.setTimeout(180_000);

const machines = readdirSync(hostsFolder).filter((name) => name.startsWith('linux-'));
let cases = 0;

for (const machine of machines) {
  void t.test(`${machine}: a file that cannot be read costs its own values alone`, async (t) => {
    const folder = t.testdir();
    cpSync(join(hostsFolder, machine), folder, { recursive: true, verbatimSymlinks: true });
    for (const name of fileDomains) await sweep(t, folder, name);
  });
}

void t.test('all were counted', (t) => {
  t.comment(`${cases} readings with one file that could not be read`);
  t.ok(cases > 1_000, `${cases} cases`);
  t.end();
});

/** Every file that the domain reads in turn; the first of a kind (`cpu0/…`, `cpu1/…`) with every error. */
async function sweep(t: Test, folder: string, name: string): Promise<void> {
  let whole: DomainShown = { body: null, metrics: new Map() };
  const requested = await filesRequested(folder, async () => {
    whole = await loneDomain(folder, name);
  });
  const kinds = new Set<string>();
  const faults: string[] = [];
  for (const [index, file] of requested.filter((path) => isFile(join(folder, path))).entries()) {
    const kind = file.replaceAll(/\d+/g, '#');
    const rotating = errorNumbers[index % errorNumbers.length] ?? 'EIO';
    const ways = kinds.has(kind) ? [rotating] : [...errorNumbers, 'a folder'];
    kinds.add(kind);
    for (const way of ways) {
      const parsed = await without(folder, file, way, () => loneDomain(folder, name));
      faults.push(...faultsOf(name, file, whole, parsed).map((fault) => `${file} (${way}): ${fault}`));
      cases += 1;
    }
  }
  t.strictSame(faults, [], `${name} of ${requested.length} files`);
}

function faultsOf(name: string, file: string, whole: DomainShown, parsed: DomainShown): string[] {
  const isMade = made[name]?.test(file) === true;
  if (parsed.body === null) return isMade ? [] : [`${name} failed`];
  if (isMade) return [`${name} did not fail`];
  const elsewhere = toldElsewhere.filter((one) => one.file.test(file));
  const changed = [...lessKnown(whole.body, parsed.body), ...lessKnownMetrics(whole, parsed)];
  return changed.filter((fault) => !elsewhere.some(({ value }) => value.test(`${name} ${fault}`)));
}

function lessKnownMetrics(whole: DomainShown, parsed: DomainShown): string[] {
  const known = [...whole.metrics];
  const isTold = ([series, value]: [string, number]) =>
    whole.metrics.get(series) === value ||
    known.some(([before, same]) => same === value && unknownLabels(before, series));
  const changed = [...parsed.metrics].filter((one) => !isTold(one));
  return changed.map(([series, value]) => `${series}: ${whole.metrics.get(series) ?? 'nothing'} → ${value}`);
}

/** Whether two series differ in nothing but labels that are empty in the later one. */
function unknownLabels(before: string, series: string): boolean {
  const [labels, fewer] = [before, series].map((one) => one.split(/(?<=[{",])(?=\w+=)/));
  if (labels === undefined || labels.length !== fewer?.length) return false;
  return fewer.every((label, index) => {
    const same = labels[index] ?? '';
    return label === same || label.replace(/=""/, '') === same.replace(/="(?:[^"\\]|\\.)*"/, '');
  });
}

async function without<T>(folder: string, file: string, way: string, action: () => Promise<T>): Promise<T> {
  const mend = way === 'a folder' ? replaceByFolder(join(folder, file)) : breakFile(join(folder, file), way);
  try {
    return await action();
  } finally {
    mend();
  }
}

function replaceByFolder(path: string): () => void {
  renameSync(path, `${path}.aside`);
  mkdirSync(path);
  return () => {
    rmdirSync(path);
    renameSync(`${path}.aside`, path);
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
