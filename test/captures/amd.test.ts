import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Failure } from '../../src/failures.js';
import type { Program } from '../../src/host/host.js';
import { parseRocmSmi } from '../../src/parsers/amd/rocm-smi.js';
import type { AmdCard } from '../../src/readers/gpu/amd/card.js';
import { amdReader } from '../../src/readers/gpu/amd/reader.js';
import { answering, sysMachine } from '../helpers/machines/sys-machine.js';

/** Real sysfs trees and outputs of rocm-smi and amd-smi, and what a correct reader makes of them, outside this project. */
const captures = process.env['CAPTURES'] ?? '';
const skip = captures === '' && 'CAPTURES, the folder of recorded GPU outputs, is unset';

type Expected = Record<string, unknown>;

/** Recordings that this backend does not read. */
const notRead: Record<string, string> = {
  'amd/issue-marimo9237-7900xt.rocm-smi.csv': 'rocm-smi is only asked for JSON',
  'amd/issue-rocm5849-lowpower.txt': 'the concise table is for people; rocm-smi is only asked for JSON',
};

const entries = skip
  ? []
  : readFileSync(join(captures, 'expected.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as { file: string; expected: Expected[] })
      .filter(({ file }) => file.startsWith('amd/'));
const read = entries.filter(({ file }) => !(file in notRead));
const trees = read.filter(({ file }) => file.endsWith('/'));
const metrics = read.filter(({ file }) => file.includes('.amd-smi-metric'));
const outputs = read.filter((entry) => !entry.file.endsWith('/') && !metrics.includes(entry));

void t.test('no recording is missing', { skip }, (t) => {
  t.ok(trees.length >= 11, `${trees.length} sysfs trees`);
  t.ok(outputs.length >= 7, `${outputs.length} outputs of rocm-smi`);
  t.ok(metrics.length >= 2, `${metrics.length} outputs of amd-smi`);
  for (const [file, why] of Object.entries(notRead)) {
    t.ok(
      entries.some((entry) => entry.file === file),
      `${file} is there and not read: ${why}`,
    );
  }
  t.end();
});

const generations: Record<string, number> = { '2.5': 1, '5.0': 2, '8.0': 3, '16.0': 4, '32.0': 5 };

/** How each expected value of a sysfs tree stands in a card. */
const ofTree: Record<string, (expected: never) => Partial<AmdCard>> = {
  card: (name: string) => ({ name }),
  driver: (kernelDriver: string) => ({ kernelDriver }),
  pciId: (id: string) => ({ pciId: id.toLowerCase() }),
  pci: (device: string) => ({ pciId: `1002:${device.slice(2)}` }),
  slot: (slot: string) => ({ pciAddress: slot, id: slot }),
  uniqueId: (uniqueId: string) => ({ uniqueId }),
  util: (usagePercent: number) => ({ usagePercent }),
  memBusy: (memoryActivityPercent: number) => ({ memoryActivityPercent }),
  vramTotal: (vramTotal: number) => ({ vramTotal }),
  vramUsed: (vramUsed: number) => ({ vramUsed }),
  gttTotal: (gttTotal: number) => ({ gttTotal }),
  gttUsed: (gttUsed: number) => ({ gttUsed }),
  link: ([speed, width]: [string, string]) => ({
    pcieGeneration: generations[speed.split(' ')[0] ?? ''] ?? null,
    pcieWidth: Number(width),
  }),
  gpu_metrics: (text: string) => ({ gpuMetricsVersion: text.split(' ')[0] ?? null }),
  tempsC: ({ temp1, edge, junction, mem }: Record<string, number>) => ({
    celsius: edge ?? temp1 ?? null,
    hotspotCelsius: junction ?? null,
    // 0 °C is what a card without the sensor says.
    memoryCelsius: mem === undefined || mem === 0 ? null : mem,
  }),
  powerW: (watts: number) => ({ watts }),
  powerFrom: () => ({}),
  powerCapW: (limitWatts: number) => ({ limitWatts }),
  fanRpm: (fanRpm: number) => ({ fanRpm }),
  clocksMHz: (clocks: Record<string, number>) => ({
    graphicsMhz: clocks['sclk'] ?? clocks['null'] ?? null,
    ...('mclk' in clocks ? { memoryMhz: clocks['mclk'] ?? null } : {}),
  }),
};

/** What the lact recordings list whenever the card has it. */
const absentInLact = { usagePercent: null, watts: null, limitWatts: null, fanRpm: null, vramTotal: null };

for (const { file, expected } of trees) {
  void t.test(file, async (t) => {
    const folder = join(captures, file);
    const name = readdirSync(folder).find((entry) => /^card\d+$/.test(entry)) ?? '';
    const host = sysMachine(t, { class: { drm: { [name]: `-> ${join(folder, name)}` } } });
    const reading = await amdReader(host)();
    const [values = {}] = expected;
    const wanted = {
      ...(file.startsWith('amd/lact-') ? absentInLact : {}),
      ...Object.assign({}, ...Object.entries(values).map(([key, value]) => inCard(ofTree, key, value))),
      state: 'ok',
    } as Partial<AmdCard>;
    t.equal(expected.length, 1);
    t.match(reading, { state: 'ok', source: 'sysfs', reason: null });
    t.same(
      reading.cards.map((card) => only(card, wanted)),
      [wanted],
    );
    t.type(reading.cards[0]?.model, 'string');
  });
}

/** How each expected value of rocm-smi's output stands in a card. */
const ofOutput: Record<string, (expected: never) => Partial<AmdCard>> = {
  card: (name: string) => ({ name }),
  name: (model: string) => ({ model }),
  model: () => ({}),
  powerKey: () => ({}),
  util: (usagePercent: number) => ({ usagePercent }),
  vramTotal: (vramTotal: number) => ({ vramTotal }),
  vramUsed: (vramUsed: number) => ({ vramUsed }),
  tempEdgeC: (celsius: number | null) => ({ celsius }),
  tempJunctionC: (hotspotCelsius: number | null) => ({ hotspotCelsius }),
  tempMemC: (memoryCelsius: number | null) => ({ memoryCelsius }),
  powerW: (watts: number | null) => ({ watts }),
};

for (const { file, expected } of outputs) {
  void t.test(file, async (t) => {
    const stdout = readFileSync(join(captures, file), 'utf8');
    const reading = await amdReader(sysMachine(t, {}, answering({ stdout })))();
    t.match(reading, { state: 'ok', source: 'rocm-smi', reason: null });
    const wanted = expected.map(
      (values) =>
        Object.assign(
          {},
          ...Object.entries(values).map(([key, value]) => inCard(ofOutput, key, value)),
        ) as Partial<AmdCard>,
    );
    t.equal(reading.cards.length, expected.length);
    t.same(
      reading.cards.map((card, index) => only(card, wanted[index] ?? {})),
      wanted,
    );
    sameModels(t, stdout, expected);
  });
}

/** How each expected value of amd-smi's output stands in a card. */
const ofMetric: Record<string, (expected: never) => Partial<AmdCard>> = {
  gpu: (gpu: number) => ({ id: `gpu${gpu}` }),
  util: (usagePercent: number | null) => ({ usagePercent }),
  memActivity: (memoryActivityPercent: number) => ({ memoryActivityPercent }),
};

for (const { file, expected } of metrics) {
  void t.test(file, async (t) => {
    const amdSmi = answering({ stdout: readFileSync(join(captures, file), 'utf8') });
    // Only what it measures was recorded, not who the cards are.
    const run: Program['run'] = (args, limits) =>
      args[0] === 'metric' ? amdSmi.run(args, limits) : Promise.reject(new Failure('absent', 'not recorded'));
    const reading = await amdReader(sysMachine(t, {}, null, { ...amdSmi, run }))();
    t.match(reading, { state: 'ok', source: 'amd-smi', reason: null });
    const wanted = expected.map(
      (values) =>
        Object.assign(
          {},
          ...Object.entries(values).map(([key, value]) => inCard(ofMetric, key, value)),
        ) as Partial<AmdCard>,
    );
    t.equal(reading.cards.length, expected.length);
    t.same(
      reading.cards.map((card, index) => only(card, wanted[index] ?? {})),
      wanted,
    );
  });
}

/** The card's own word for its model is only seen by the parser. */
function sameModels(t: Test, stdout: string, expected: Expected[]): void {
  const models = parseRocmSmi(stdout)?.cards.map(({ model }) => model);
  for (const [index, { model }] of expected.entries()) {
    if (model !== undefined) t.equal(models?.[index], model);
  }
}

function inCard(table: typeof ofTree, key: string, value: unknown): Partial<AmdCard> {
  const place = table[key];
  if (place === undefined) throw new Error(`this test does not know where ${key} stands`);
  return place(value as never);
}

/** Of `card` what `wanted` speaks of. */
function only(card: AmdCard, wanted: Partial<AmdCard>): Partial<AmdCard> {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, card[key as keyof AmdCard]]));
}
