import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { OllamaModel, OllamaStats } from '../../schemas/ollama.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';

const folder = process.env['CAPTURES'] ?? '';
const skip = folder === '' ? 'CAPTURES is not set to the folder of the captures' : false;

/** One line of expected.jsonl: a list of models for an answer of /api/ps, else the status of one refused. */
interface Line {
  file: string;
  expected: Model[] | { status: number };
}

interface Model {
  processor: string;
  name?: string;
  size?: number;
  sizeVram?: number;
  contextLength?: number;
  expiresAt?: string;
  /** What `ollama ps` printed at the same time. */
  cliShowed?: string;
}

/** How many lines and models there were when this was written: fewer would be a test that sleeps. */
const known = { lines: 19, models: 25, printed: 23 };

t.test('recorded answers of Ollama', { skip }, async (t) => {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ file }) => file.startsWith('ollama/'));
  const models = lines.flatMap(({ expected }) => (Array.isArray(expected) ? expected : []));
  const printed = models.filter(({ cliShowed }) => cliShowed !== undefined);
  t.ok(lines.length >= known.lines, `${lines.length} lines`);
  t.ok(models.length >= known.models, `${models.length} models`);
  t.ok(printed.length >= known.printed, `${printed.length} models with what ollama ps printed`);

  for (const { file, expected } of lines) {
    const recorded = readFileSync(join(folder, file), 'utf8');
    await t.test(file, async (t) => {
      const refusal = /HTTP error (\d+): (\{.*\})/.exec(recorded);
      if (!Array.isArray(expected)) {
        t.equal(Number(refusal?.[1]), expected.status);
        await refused(t, expected.status, refusal?.[2] ?? '');
      } else if ('error' in (JSON.parse(recorded) as object)) {
        // Recorded as an empty list, but it is the body of a refusal, whose status was not kept.
        t.strictSame(expected, []);
        await refused(t, 401, recorded);
      } else {
        await answered(t, recorded, expected, printedRows(join(folder, file.replace(/json$/, 'txt'))));
      }
    });
  }
});

async function refused(t: Test, status: number, body: string): Promise<void> {
  const nothing = { running_models: null, models: [], available: false };
  const shown = await statsOf({ status, body });
  t.match(shown, { ...nothing, state: 'unauthorized', remedy: /SYSMON_OLLAMA_HEADERS/ });
  t.match(await statsOf({ status: 200, body }), { ...nothing, state: 'malformed' }, 'nor is it no models');
}

async function answered(t: Test, recorded: string, expected: Model[], printed: string[][] | null) {
  const body = await statsOf({ status: 200, body: recorded });
  t.match(body, { running_models: expected.length, state: 'ok', available: true, reason: null });
  t.strictSame(body.models.map(asExpected), expected.map(asShown(body.models)));
  if (printed !== null) t.strictSame(body.models.map(asPrinted), printed, 'as ollama ps printed it');
}

/** `/stats/ollama` of a machine whose Ollama gives this for /api/ps. */
async function statsOf(answer: { status: number; body: string }): Promise<OllamaStats> {
  const get = () => Promise.resolve(answer);
  const service = await recordedApp('../ollama-only', { host: { ollama: { url: 'http://x', get } } });
  const { status, body } = await service.get('/stats/ollama');
  await service.app.close();
  if (status !== 200) throw new Error(`/stats/ollama answered ${status}`);
  return body as OllamaStats;
}

/** A model of the body by the names of expected.jsonl. */
function asExpected(model: OllamaModel) {
  return {
    name: model.name,
    size: model.size_bytes,
    sizeVram: model.vram_bytes,
    processor: model.processor,
    contextLength: model.context_length,
    expiresAt: model.expires_at,
  };
}

/** What is expected of each model; what a line leaves open is as it is shown. */
function asShown(models: OllamaModel[]) {
  return ({ name, size, sizeVram, processor, contextLength, expiresAt }: Model, index: number) => {
    const model = models[index];
    const shown = model === undefined ? null : asExpected(model);
    return {
      name: name ?? shown?.name,
      size: size ?? shown?.size,
      sizeVram: sizeVram ?? shown?.sizeVram,
      processor,
      contextLength: contextLength ?? shown?.contextLength,
      expiresAt: expiresAt ?? shown?.expiresAt,
    };
  };
}

/** A model as `ollama ps` shows it: NAME, ID, PROCESSOR and CONTEXT. */
function asPrinted(model: OllamaModel): string[] {
  const id = model.digest?.slice(0, 12) ?? '';
  return [model.name ?? '', id, model.processor ?? '', String(model.context_length)];
}

/** The same of what `ollama ps` printed, as recorded in this file; null when there is none. */
function printedRows(file: string): string[][] | null {
  if (!existsSync(file)) return null;
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const [name = '', id = '', , processor = '', context = ''] = row.split(/ {2,}/);
    return [name, id, processor, context];
  });
}
