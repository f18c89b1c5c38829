/** Which recordings each test of this folder reads, by the test's name; `all.test.ts` holds it to that. */
export const readBy: Record<string, readonly string[]> = {
  amd: [
    'amd/telegraf-mi100_rocm571.json',
    'amd/telegraf-rx6700xt_rocm571.json',
    'amd/telegraf-rx6700xt_rocm612.json',
    'amd/telegraf-vega-20-WKS-GL-XE.json',
    'amd/lact-hd7870/',
    'amd/lact-r7-240/',
    'amd/lact-rx5500xt/',
    'amd/lact-rx5700xt/',
    'amd/lact-rx6600/',
    'amd/lact-rx6900xt/',
    'amd/lact-rx7600s/',
    'amd/lact-rx7900xtx/',
    'amd/lact-rx9070/',
    'amd/lact-strixpoint/',
    'amd/procfs-card0/',
    'amd/beszel-rembrandt-680m.json',
    'amd/issue-marimo9237-7900xt.rocm-smi.json',
    'amd/composed-lowpower-merged-streams.txt',
    'amd/composed-amdsmi134-mi300x-dpx.amd-smi-metric.json',
    'amd/partial-beszel737-w7700.amd-smi-metric-u.json',
  ],
  fdinfo: ['drm-fdinfo/issue-amdgpu_top87-fdinfo.txt'],
  intel: [
    'intel/lact-a380-i915/',
    'intel/lact-b580-6.16/',
    'intel/lact-tigerlake/',
    'intel/issue-mangohud1936-a750-vram_mm.txt',
  ],
  jetson: ['jetson/beszel-tegrastats-agx-orin-short.txt', 'jetson/beszel-tegrastats-orin-nano-jp6.txt'],
  nvidia: [
    'nvidia/telegraf-a100-sxm4-v12.xml',
    'nvidia/telegraf-gtx-1070-ti.xml',
    'nvidia/telegraf-quadro-p400.xml',
    'nvidia/telegraf-rtx-3060-v12.xml',
    'nvidia/telegraf-rtx-3080-v13.xml',
    'nvidia/telegraf-rtx-4000-sff-ada-v13.xml',
    'nvidia/lact-rtx4080/',
  ],
  'nvidia-smi': [
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-geforce-rtx-2080-super__595.71.05__idle.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-geforce-rtx-2080-super__595.71.05__load.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-geforce-rtx-2080-super__595.71.05__load.compute-apps.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01__idle.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01__load.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01__load.compute-apps.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h200-mig__590.48.01__idle.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h200-mig__590.48.01__load.query-gpu.csv',
    'nvidia/nvgpuexporter-linux-x86_64__nvidia-h200-mig__590.48.01__load.compute-apps.csv',
    'nvidia/nvgpuexporter-windows-x86_64__nvidia-geforce-rtx-2080-super__591.86__idle.query-gpu.csv',
    'nvidia/nvgpuexporter-windows-x86_64__nvidia-geforce-rtx-2080-super__591.86__load.query-gpu.csv',
    'nvidia/nvgpuexporter-windows-x86_64__nvidia-geforce-rtx-2080-super__591.86__load.compute-apps.csv',
    'nvidia/issue-nvitop208-gb10.csv',
    'nvidia/generated-535.261-no-library.txt',
    'nvidia/generated-535.261-no-driver.txt',
    'nvidia/generated-535.261-version-mismatch.txt',
    'nvidia/generated-535.261-init-unknown-error.txt',
    'nvidia/generated-535.261-no-devices-L.txt',
    'nvidia/generated-535.261-lost-gpu-whole-query.txt',
    'nvidia/generated-535.261-lost-gpu-i0,2.csv',
    'nvidia/generated-535.261-lost-gpu-L.txt',
    'nvidia/generated-535.261-row-not-supported.csv',
    'nvidia/generated-535.261-row-gpu-is-lost.csv',
    'nvidia/generated-535.261-row-unknown-error.csv',
    'nvidia/generated-535.261-row-no-data.csv',
    'nvidia/generated-535.261-bad-field.txt',
  ],
  ollama: [
    'ollama/olbl-ps-unauthorized.md',
    'ollama/olbl-1e749bf-mistral_7b.ps.json',
    'ollama/olbl-7a5f4e5-gemma3n_e2b.ps.json',
    'ollama/olbl-2b504af-empty.ps.json',
    'ollama/olbl-8fa47b3-qwen2.5_coder_7b.ps.json',
    'ollama/olbl-6846774-mistral_7b.ps.json',
    'ollama/olbl-e305481-mistral_7b.ps.json',
    'ollama/olbl-5ed0542-dolphin3_8b.ps.json',
    'ollama/olbl-fa4543b-deepseek_r1_14b.ps.json',
    'ollama/olbl-c0ec0de-qwen2.5vl_7b.ps.json',
    'ollama/olbl-dfda91c-smollm2_1.7b.ps.json',
    'ollama/olbl-b19fa1f-granite3.3_2b.ps.json',
    'ollama/olbl-097a18f-llava_7b.ps.json',
    'ollama/olbl-83657f9-qwen3_1.7b.ps.json',
    'ollama/olbl-8a1b7e0-qwen2.5_coder_7b.ps.json',
    'ollama/olbl-b381333-gemma3_1b.ps.json',
    'ollama/olbl-4f04b38-smollm2_360m.ps.json',
    'ollama/ollama-docs-api-ps.json',
    'ollama/ollama-openapi-ps.json',
  ],
};

/** Recordings of a form that this service has no reason to read, each with the reason. */
export const notRead: Readonly<Record<string, string>> = {
  'amd/issue-marimo9237-7900xt.rocm-smi.csv': 'rocm-smi is only asked for JSON',
  'amd/issue-rocm5849-lowpower.txt': 'the concise table is made for people; rocm-smi is only asked for JSON',
  'apple/beszel-powermetrics-gpu_power.txt':
    'powermetrics runs as root only, which this service never asks for',
  'apple/beszel-macmon.jsonl':
    'macmon is not part of macOS and measures for a whole interval whenever it is run',
};

/** What a test really did: the names of everything in it that passed, and whether all of it did. */
export interface TestRun {
  passed: readonly string[];
  sound: boolean;
}

/**
 * What is wrong with the table, a sentence each: a recording in neither list or in both, one that is not there, a
 * test that failed, one that names a recording in none of the checks that passed, and one that reads what is excused.
 */
export function coverageFaults(
  recordings: readonly string[],
  claims: Record<string, readonly string[]>,
  excused: Readonly<Record<string, string>>,
  runs: ReadonlyMap<string, TestRun>,
): string[] {
  const claimed = Object.values(claims).flat();
  const listed = [...claimed, ...Object.keys(excused)];
  return [
    ...recordings.filter((file) => !listed.includes(file)).map((file) => `${file} is read by no test`),
    ...listed
      .filter((file, place) => listed.indexOf(file) !== place)
      .map((file) => `${file} is listed twice`),
    ...listed.filter((file) => !recordings.includes(file)).map((file) => `${file} is not recorded`),
    ...Object.entries(excused)
      .filter(([, reason]) => reason.trim() === '')
      .map(([file]) => `${file} is not read for no reason`),
    ...Object.keys(excused)
      .filter((file) => !claimed.includes(file))
      .filter((file) => [...runs.values()].some(({ passed }) => passed.includes(file)))
      .map((file) => `${file} is listed as not read, but a test reads it`),
    ...Object.entries(claims).flatMap(([test, files]) => faultsOf(test, files, runs.get(test))),
  ];
}

function faultsOf(test: string, files: readonly string[], run: TestRun | undefined): string[] {
  if (run === undefined) return [`${test}.test.ts was not run`];
  const silent = files.filter((file) => !run.passed.some((name) => isAbout(name, file)));
  return [
    ...(run.sound ? [] : [`${test}.test.ts failed`]),
    ...silent.map((file) => `${test}.test.ts claims ${file} and has no check of that name`),
  ];
}

/** `amd/card0/` itself, or with more words behind it (`nvidia/rows.csv card 1`). */
function isAbout(name: string, file: string): boolean {
  return name === file || name.startsWith(`${file} `);
}

/** The names of the checks that passed in a test's output (https://testanything.org). */
export function passedChecks(tap: string): string[] {
  const lines = tap.matchAll(/^ *ok \d+ - (.*?)(?: # time=\S+)?(?: \{)?$/gm);
  return [...lines].map(([, name = '']) => name).filter((name) => !/ # (?:skip|todo)\b/i.test(name));
}
