import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentedAnswers, answersDocument } from '../helpers/http/documented-answer.js';
import { recordedApp, type RecordedApp } from '../helpers/machines/recorded-app.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';
import { garbledTexts } from './inputs.js';

/** Recorded machines, of which all files are damaged at once. */
export const machines = readdirSync(hostsFolder).sort();

/** What is of the recording and not of the machine. */
const frame = /\/(?:machine|commands|ollama|figures)\.json$|\/expected(?:\/|$)|\.md$/;
/** Of other systems systeminformation tells, in JSON that is well formed. */
const ownJson = /\/portable\/\w+\.json$/;

/**
 * What is wrong with a service on this machine, of whose files all but every third are damaged as the seed has it: an
 * answer that its own document does not describe, a percentage above 100, a promise that nobody waited for.
 */
export async function faultsOn(machine: string, seed: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzzed-'));
  const faults: string[] = [];
  const rejected = (reason: unknown) => void faults.push(`nobody waited for ${String(reason)}`);
  process.on('unhandledRejection', rejected);
  try {
    cpSync(join(hostsFolder, machine), folder, { recursive: true, verbatimSymlinks: true });
    filesOf(folder).forEach((path, place) => {
      if ((place + seed) % 3 !== 0) damage(path, seed + place);
    });
    faults.push(...(await faultsOfService(folder)));
  } finally {
    process.off('unhandledRejection', rejected);
    rmSync(folder, { recursive: true });
  }
  return faults.map((fault) => `${machine}, seed ${seed}: ${fault}`);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (frame.test(path)) return [];
      return entry.isDirectory() ? filesOf(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}

function damage(path: string, seed: number): void {
  const text = readFileSync(path, 'latin1');
  const forms = fc.sample(garbledTexts([text]), { seed, numRuns: 20 });
  const form = ownJson.test(path) ? forms.find((one) => one !== '' && isJson(one)) : forms[0];
  if (form !== undefined) writeFileSync(path, form, 'latin1');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // It throws for what is none.
  }
}

/** Three readings, one after the other. */
async function faultsOfService(folder: string): Promise<string[]> {
  const recorded = await recordedApp(folder);
  // What is recorded is read at once.
  recorded.host.clock.turns = 3;
  const faults = new Set<string>();
  try {
    const judge = documentedAnswers(recorded.app);
    const paths = Object.keys(answersDocument(recorded.app).paths).filter((path) => isAsked.test(path));
    for (let reading = 0; reading < 3; reading += 1) {
      for (const path of paths) {
        for (const fault of await faultsOfAnswer(recorded, path, judge)) faults.add(`${path}: ${fault}`);
      }
      await recorded.host.clock.advance(10_000);
    }
  } finally {
    await recorded.app.close();
  }
  return [...faults];
}

/** Not what ends only when the client goes, nor the pages of the document. */
const isAsked = /^\/(?:stats(?!\/stream|\/history)|metrics|health)[^{]*$/;

async function faultsOfAnswer(
  { app, host }: RecordedApp,
  path: string,
  judge: ReturnType<typeof documentedAnswers>,
): Promise<string[]> {
  const { statusCode, headers, body } = await host.clock.until(app.inject({ url: path }));
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
  const faults = judge(path, { status: statusCode, headers: sent, text: body });
  const isJsonBody = String(headers['content-type']).includes('json');
  return [...faults, ...(isJsonBody ? excessesIn(JSON.parse(body), '') : oddNumbersIn(body))];
}

/** Of all processors, and of what a new battery was designed for. */
const mayExceed = /processes\.cpu_usage_percent$|\.health_percent$/;

/** Every percentage of a body that is above 100 or below 0. */
function excessesIn(value: unknown, name: string): string[] {
  if (typeof value === 'number') {
    return name.endsWith('percent') && (value < 0 || (value > 100 && !mayExceed.test(name)))
      ? [`${name} is ${value}`]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    excessesIn(inner, Array.isArray(value) ? name : `${name}.${key}`),
  );
}

/** Every line of metrics that has no number. */
function oddNumbersIn(page: string): string[] {
  return page
    .split('\n')
    .filter((line) => /^[^#].* (?:NaN|[+-]?Inf\w*)$/.test(line) && !line.includes('le="'));
}
