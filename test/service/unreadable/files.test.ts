import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Difference } from '../../helpers/bodies/differences.js';
import { allRequested, errorNumbers, keepFiles, type Requested } from '../../helpers/machines/broken-file.js';
import { fileDomains, loneDomain, type DomainShown } from '../../helpers/machines/lone-domains.js';
import { hostsFolder } from '../../helpers/machines/recorded-host.js';
import {
  bodyDifferences,
  breakOne,
  codeOf,
  firstOfKind,
  isLong,
  isThere,
  kindOf,
  later,
  metricDifferences,
  sentence,
} from './asked-things.js';
import { isMadeOf, notOf } from './told-by.js';

// Thousands of readings; alone they take some twenty seconds.
t.setTimeout(isLong ? 1_200_000 : 240_000);

/** With how many numbers the first file of a kind fails from the start. */
const codesOfFirst = isLong ? errorNumbers.length : 3;

keepFiles(hostsFolder);
const machines = readdirSync(hostsFolder).filter((name) => name.startsWith('linux-'));
const isNew = firstOfKind();
let cases = 0;

for (const machine of machines) {
  void t.test(`${machine}: what cannot be read costs its own values alone`, async (t) => {
    for (const name of fileDomains) await sweep(t, join(hostsFolder, machine), name);
  });
}

void t.test('all were counted', (t) => {
  t.comment(`${cases} cases of a domain with one thing that could not be read`);
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
  const fresh = there.filter((one) => isNew(`${name} ${kindOf(one)}`));
  const faults = [
    ...(await fromTheStart(folder, name, fresh, whole)),
    ...(await oneAfterTheOther(folder, name, there)),
  ];
  t.strictSame(faults, [], `${name} of ${there.length}`);
}

const moments = ['at first', 'some seconds later', 'after it could be read again'];

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
      const shown = await life(folder, name, breakOne(folder, file, code));
      for (const [moment, before] of whole.entries()) {
        const now = shown[moment] ?? before;
        const found = moment === 2 ? allDifferences(before, now) : faultsOf(name, file, before, now);
        faults.push(...found.map((one) => sentence(file, code, moments[moment] ?? '', one)));
      }
      cases += 1;
    }
  }
  return faults;
}

/** One service that goes on, of which one thing after the other cannot be read for a while. */
async function oneAfterTheOther(
  folder: string,
  name: string,
  files: readonly Requested[],
): Promise<string[]> {
  const { shown, host } = await loneDomain(folder, name);
  await host.clock.advance(later);
  const whole = await shown();
  const faults: string[] = [];
  for (const [index, file] of files.entries()) {
    for (const code of isLong ? errorNumbers : [codeOf(index)]) {
      const mend = breakOne(folder, file, code);
      await host.clock.advance(later);
      const found = faultsOf(name, file, whole, await shown());
      mend();
      faults.push(...found.map((one) => sentence(file, code, 'while it ran', one)));
      cases += 1;
    }
  }
  return faults;
}

function faultsOf(name: string, file: Requested, whole: DomainShown, now: DomainShown): Difference[] {
  if ((now.body === null) === isMadeOf(name, file)) {
    return now.body === null ? [] : notOf(name, file, allDifferences(whole, now));
  }
  return [{ place: name, before: 'as ever', after: now.body === null ? 'failed' : 'did not fail' }];
}

/** Of the body and of the metrics. */
function allDifferences(whole: DomainShown, now: DomainShown): Difference[] {
  return [...bodyDifferences(whole.body, now.body), ...metricDifferences(whole.metrics, now.metrics)];
}
