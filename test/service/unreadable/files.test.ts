import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { differences, type Difference } from '../../helpers/bodies/differences.js';
import { allRequested, breakFile, errorNumbers, type Requested } from '../../helpers/machines/broken-file.js';
import { fileDomains, loneDomain, type DomainShown } from '../../helpers/machines/lone-domains.js';
import { hostsFolder } from '../../helpers/machines/recorded-host.js';
import { isMadeOf, notOf } from './told-by.js';

// Thousands of readings; alone they take some twenty seconds.
t.setTimeout(240_000);

/** Every file with every error number, instead of one number after the other in turn. */
const isLong = process.env['LONG_TESTS'] === '1';
/** With how many numbers the first file of a kind fails from the start. */
const codesOfFirst = isLong ? errorNumbers.length : 3;
/** Longer than anything that was read is believed, ms. */
const later = 61_000;

const machines = readdirSync(hostsFolder).filter((name) => name.startsWith('linux-'));
const kinds = new Set<string>();
let cases = 0;

for (const machine of machines) {
  void t.test(`${machine}: what cannot be read costs its own values alone`, async (t) => {
    for (const name of fileDomains) await sweep(t, join(hostsFolder, machine), name);
  });
}

void t.test('all were counted', (t) => {
  t.comment(`${cases} readings of a domain with one thing that could not be read`);
  t.ok(cases > 2_000, `${cases} cases`);
  t.end();
});

/** Everything that the domain asks for in turn; the first of a kind (`cpu0/…`, `cpu1/…`) from the start, too. */
async function sweep(t: Test, folder: string, name: string): Promise<void> {
  let whole: DomainShown[] = [];
  const requested = await allRequested(folder, async () => {
    whole = await life(folder, name, () => undefined);
  });
  const there = requested.filter((one) => isThere(folder, one));
  const fresh = there.filter(({ access, path }) => isNew(`${name} ${access} ${path.replaceAll(/\d+/g, '#')}`));
  const faults = [
    ...(await fromTheStart(folder, name, fresh, whole)),
    ...(await oneAfterTheOther(folder, name, there)),
  ];
  t.strictSame(faults, [], `${name} of ${there.length}`);
}

/** What a domain shows at first, some seconds later, and a minute after `mend`. */
async function life(folder: string, name: string, mend: () => void): Promise<DomainShown[]> {
  const { shown, host } = await loneDomain(folder, name);
  const first = await shown();
  await host.clock.advance(6_000);
  const second = await shown();
  mend();
  await host.clock.advance(later);
  return [first, second, await shown()];
}

/** Each cannot be read from the start, and then can. */
async function fromTheStart(
  folder: string,
  name: string,
  files: readonly Requested[],
  whole: readonly DomainShown[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const [index, file] of files.entries()) {
    for (let turn = 0; turn < codesOfFirst; turn += 1) {
      const code = codeOf(index * codesOfFirst + turn);
      const shown = await life(folder, name, breakFile(join(folder, file.path), code, file.access));
      for (const [moment, now] of shown.entries()) {
        const expected = whole[moment];
        if (expected === undefined) throw new Error('a life has three moments');
        const found = moment === 2 ? all(expected, now) : faultsOf(name, file, expected, now);
        faults.push(...found.map((one) => `${label(file, code)}, ${moments[moment]}: ${one}`));
      }
      cases += 1;
    }
  }
  return faults;
}

const moments = ['at first', 'some seconds later', 'after it could be read again'];

/** One service that goes on, of which one thing after the other cannot be read for a while. */
async function oneAfterTheOther(folder: string, name: string, files: readonly Requested[]): Promise<string[]> {
  const { shown, host } = await loneDomain(folder, name);
  await host.clock.advance(later);
  const whole = await shown();
  const faults: string[] = [];
  for (const [index, file] of files.entries()) {
    for (const code of isLong ? errorNumbers : [codeOf(index)]) {
      const mend = breakFile(join(folder, file.path), code, file.access);
      await host.clock.advance(later);
      const found = faultsOf(name, file, whole, await shown());
      mend();
      faults.push(...found.map((one) => `${label(file, code)}, while it ran: ${one}`));
      cases += 1;
    }
  }
  await host.clock.advance(later);
  return [...faults, ...all(whole, await shown()).map((one) => `after all could be read again: ${one}`)];
}

function faultsOf(name: string, file: Requested, whole: DomainShown, now: DomainShown): string[] {
  if (now.body === null) return isMadeOf(name, file) ? [] : [`${name} failed`];
  if (isMadeOf(name, file)) return [`${name} did not fail`];
  return notOf(name, file, shownDifferences(whole, now)).map(sentence);
}

function all(whole: DomainShown, now: DomainShown): string[] {
  return shownDifferences(whole, now).map(sentence);
}

/** Of the body and of the metrics. */
function shownDifferences(whole: DomainShown, now: DomainShown): Difference[] {
  const ofBody = differences(whole.body, now.body).map((one) => ({ ...one, place: one.place.slice(1) }));
  return [...ofBody.filter(({ place }) => place !== 'sampled_at'), ...metricDifferences(whole, now)];
}

function metricDifferences(whole: DomainShown, now: DomainShown): Difference[] {
  const series = new Set([...whole.metrics.keys(), ...now.metrics.keys()]);
  const found = [...series]
    .map((place) => ({ place, before: whole.metrics.get(place), after: now.metrics.get(place) }))
    .filter(({ before, after }) => before !== after);
  // A label that is not known any more makes another series, which says nothing else.
  const isTold = ({ place, before, after }: Difference) =>
    before === undefined && found.some((one) => one.before === after && hasFewerLabels(one.place, place));
  return found.filter((one) => !isTold(one));
}

/** Whether two series differ in nothing but labels that are empty in the later one. */
function hasFewerLabels(before: string, series: string): boolean {
  const [labels, fewer] = [before, series].map((one) => one.split(/(?<=[{",])(?=\w+=)/));
  if (labels === undefined || labels.length !== fewer?.length) return false;
  return fewer.every((label, index) => {
    const same = labels[index] ?? '';
    return label === same || label.replace(/=""/, '') === same.replace(/="(?:[^"\\]|\\.)*"/, '');
  });
}

function sentence({ place, before, after }: Difference): string {
  return `${place}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function label({ access, path }: Requested, code: string): string {
  return `${access} ${path} (${code})`;
}

function codeOf(index: number): string {
  return errorNumbers[index % errorNumbers.length] ?? 'EIO';
}

function isNew(kind: string): boolean {
  return kinds.size < kinds.add(kind).size;
}

function isThere(folder: string, { access, path }: Requested): boolean {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (access === 'list') return stat?.isDirectory() === true;
  if (access === 'link') return stat?.isSymbolicLink() === true;
  return stat !== undefined;
}
