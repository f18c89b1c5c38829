import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Failure } from '../../src/failures.js';
import { parseNvidiaSmiFields } from '../../src/parsers/nvidia/smi-fields.js';
import {
  parseNvidiaSmiFailure,
  parseNvidiaSmiList,
  parseNvidiaSmiLost,
} from '../../src/parsers/nvidia/smi-messages.js';
import { parseNvidiaSmiApps } from '../../src/parsers/nvidia/smi-query.js';
import { nvidiaReader } from '../../src/readers/gpu/nvidia/reader.js';
import type { NvidiaCard } from '../../src/readers/gpu/nvidia/card.js';
import { answerFrom, fakeNvidiaSmi, type SmiTable } from '../helpers/programs/fake-nvidia-smi.js';
import { recordedHost } from '../helpers/machines/recorded-host.js';

type Expected = Record<string, unknown>;
interface Line {
  file: string;
  expected: Expected | Expected[];
}

const folder = process.env['CAPTURES'];
const skip = folder === undefined ? { skip: 'CAPTURES is not set' } : {};
const captured = (file: string) => readFileSync(join(folder ?? '', file), 'utf8');
/** How many of the expected lines are texts of nvidia-smi: fewer found means that this test has gone blind. */
const leastLines = 26;

/** Recordings of everything that a driver's nvidia-smi prints, its help texts among them. */
const wholeCaptures = [
  'nvgpuexporter-linux-x86_64__nvidia-geforce-rtx-2080-super__595.71.05',
  'nvgpuexporter-linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01',
  'nvgpuexporter-linux-x86_64__nvidia-h200-mig__590.48.01',
  'nvgpuexporter-windows-x86_64__nvidia-geforce-rtx-2080-super__591.86',
];
/** The fields that the recordings without a header were asked for. */
const generatedFields =
  'index,name,uuid,utilization.gpu,memory.total,memory.used,temperature.gpu,power.draw,fan.speed';
/** The same field under the name that is asked. */
const otherNames = new Map([
  ['clocks.current.sm', 'clocks.sm'],
  ['clocks.current.memory', 'clocks.mem'],
]);

/** Everything of nvidia/ but the XML documents and the sysfs trees, which other readers read. */
function linesOfNvidiaSmi(): Line[] {
  const lines = captured('expected.jsonl').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ file }) => file.startsWith('nvidia/') && /\.(csv|txt)$/.test(file));
}

void t.test('every recorded text of nvidia-smi gives what it should', skip, async (t) => {
  const lines = linesOfNvidiaSmi();
  t.ok(lines.length >= leastLines, `${lines.length} lines of at least ${leastLines}`);
  for (const { file, expected } of lines) {
    if (!Array.isArray(expected)) t.same(factsOf(file, expected), expected, file);
    else if (file.endsWith('.compute-apps.csv')) t.same(appsOf(file), expected, file);
    else {
      const cards = await cardsOf(t, file);
      t.equal(cards.length, expected.length, file);
      expected.forEach((card, place) =>
        t.same(only(cards[place] ?? {}, card), card, `${file} card ${place}`),
      );
    }
  }
});

void t.test('every recorded help text names the fields that are asked', skip, (t) => {
  for (const file of wholeCaptures) {
    const fields = parseNvidiaSmiFields(captured(`nvidia/${file}.txt`));
    const wanted = [
      'uuid',
      'gpu_uuid',
      'clocks_event_reasons.active',
      'clocks_throttle_reasons.active',
      'clocks.sm',
    ];
    t.same(wanted.filter((name) => fields.has(name)), wanted, file); // prettier-ignore
  }
  t.end();
});

/** What the text of a failure or a list says, in the words of the expectations. */
function factsOf(file: string, expected: Expected): Expected {
  const text = captured(file);
  if ('healthy' in expected) {
    const { healthy, lost } = parseNvidiaSmiList(text);
    return { healthy: healthy.map(({ index }) => index), lost: lost.map(({ index }) => index) };
  }
  const exitCode = expected['rc'] as number;
  const failure = parseNvidiaSmiFailure(exitCode, text);
  const facts = {
    state: failure?.kind.replaceAll('_', '-'),
    rc: exitCode,
    lostIndex: parseNvidiaSmiLost(text)[0]?.index,
    badField: failure?.field,
  };
  return only(facts, expected);
}

function only(all: object, some: Expected): Expected {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in some));
}

/** The recordings of programs have more columns than are asked: what is asked of them is put together. */
function appsOf(file: string): Expected[] {
  const rows = tableOf(captured(file)).map((row) =>
    ['pid', 'process_name', 'used_gpu_memory', 'gpu_uuid'].map((field) => row[field]).join(', '),
  );
  return parseNvidiaSmiApps(`${rows.join('\n')}\n`).map(({ pid, name, memory }) => ({
    pid,
    name,
    memBytes: memory,
  }));
}

/** The cards that the reader finds when nvidia-smi answers with what was recorded. */
async function cardsOf(t: Test, file: string): Promise<Expected[]> {
  const table = recordedTable(file);
  const whole = wholeCaptures.find((name) => file.includes(name));
  const fromTable = answerFrom(table);
  const smi = fakeNvidiaSmi((args) => {
    if (args[0] === '--help-query-gpu' && whole !== undefined) {
      return { stdout: captured(`nvidia/${whole}.txt`) };
    }
    return args.some((arg) => arg.startsWith('--query-compute-apps='))
      ? new Failure('timeout', 'not recorded')
      : fromTable(args);
  });
  const meminfo = 'MemTotal: 127600748 kB\nMemAvailable: 118566368 kB\n';
  const machine = t.testdir({
    'machine.json': '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}',
    proc: { meminfo },
  });
  const host = recordedHost(machine, { programs: { nvidiaSmi: smi, rocmSmi: smi, amdSmi: smi, ioreg: smi } });
  const reading = await nvidiaReader(host)();
  return reading.cards.map((card) => inTheirWords(card, table.cards));
}

/** `mig` stands in the expectations as the very cell. */
function inTheirWords(card: NvidiaCard, rows: SmiTable['cards']): Expected {
  const cell = rows.find((row) => row['mig.mode.current'] !== undefined)?.['mig.mode.current'];
  const mode = { enabled: 'Enabled', disabled: 'Disabled' };
  return {
    index: card.driverIndex,
    name: card.name,
    util: card.usagePercent,
    vramTotal: card.vramTotal,
    vramUsed: card.vramUsed,
    vramFree: card.vramFree,
    vramReserved: card.memoryReserved,
    tempC: card.celsius,
    powerW: card.watts,
    powerLimitW: card.limitWatts,
    smMHz: card.graphicsMhz,
    pstate: card.performanceState,
    fanPct: card.fanPercent,
    mig: card.migMode === null ? (/^\[.*\]$/.exec(cell ?? '')?.[0] ?? null) : mode[card.migMode],
    unified: card.memoryKind === 'unified',
    systemTotal: card.systemMemory?.total,
  };
}

function recordedTable(file: string): SmiTable {
  const text = captured(file);
  const isGenerated = file.includes('generated-');
  const header = isGenerated ? `${generatedFields.replaceAll(',', ', ')}\n` : '';
  const cards = tableOf(header + text).map((row) =>
    // The quoted table names no card, the expectations do.
    row['name'] === undefined ? { ...row, name: 'NVIDIA GB10', uuid: 'GPU-quoted' } : row,
  );
  const names = Object.keys(cards[0] ?? {});
  const known = names.map((name) => [name, otherNames.get(name) ?? name]);
  return { known, cards };
}

/** A CSV with a header and units as if asked with `noheader,nounits`, which only leaves these out. */
function tableOf(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(', ').map((name) => name.replace(/ \[[^\]]*\]$/, ''));
  return lines.map((line) => {
    const cells = line.split(', ').map((cell) => cell.replace(/^(-?[\d.]+) (MiB|%|W|MHz|us)$/, '$1'));
    return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']));
  });
}
