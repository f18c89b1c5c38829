import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { differences, type Difference } from '../../helpers/bodies/differences.js';
import { breakFile, errorNumbers, type Requested } from '../../helpers/machines/broken-file.js';

/** Every file with every error number, instead of one number after the other in turn. */
export const isLong = process.env['LONG_TESTS'] === '1';

/** Longer than anything that was read is believed, ms. */
export const later = 61_000;

/** Whether the machine in `folder` has what was asked for, as what it was asked for. */
export function isThere(folder: string, { access, path }: Requested): boolean {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (access === 'list') return stat?.isDirectory() === true;
  if (access === 'link') return stat?.isSymbolicLink() === true;
  return stat !== undefined;
}

/** What is asked for alike on any machine: `cpu0/…` and `cpu1/…` are of one kind. */
export function kindOf({ access, path }: Requested): string {
  const numbered = path.replace(/(?<=class\/net\/|block\/)[^/]+/, '#').replaceAll(/\d+/g, '#');
  return `${access} ${numbered}`;
}

/** Gives of each kind whether it was not met before. */
export function firstOfKind(): (kind: string) => boolean {
  const met = new Set<string>();
  return (kind) => met.size < met.add(kind).size;
}

/** The error numbers in turn. */
export function codeOf(index: number): string {
  return errorNumbers[index % errorNumbers.length] ?? 'EIO';
}

/** Lets this end in the error until what is returned is called. */
export function breakOne(folder: string, { access, path }: Requested, code: string): () => void {
  return breakFile(join(folder, path), code, access);
}

/** Where two bodies of a domain differ, but for when they were read. */
export function bodyDifferences(whole: unknown, now: unknown): Difference[] {
  const found = differences(whole, now).map((one) => ({ ...one, place: one.place.slice(1) }));
  return found.filter(({ place }) => place !== 'sampled_at');
}

/** Where two texts of metrics differ, by series. */
export function metricDifferences(
  whole: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Difference[] {
  const series = new Set([...whole.keys(), ...now.keys()]);
  const found = [...series]
    .map((place) => ({ place, before: whole.get(place), after: now.get(place) }))
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

/** A difference that should not be, with what could not be read. */
export function sentence(
  { access, path }: Requested,
  code: string,
  moment: string,
  { place, before, after }: Difference,
): string {
  const [was, is] = [before, after].map((value) => JSON.stringify(value ?? null).slice(0, 200));
  return `${access} ${path} (${code}), ${moment}: ${place}: ${was} → ${is}`;
}
