import { xmlTags, xmlText, type XmlTag } from '../xml.js';

/** A value of a property list; dates and anything unknown are left out. */
export type PlistValue = string | number | boolean | PlistValue[] | { [key: string]: PlistValue };

/**
 * An XML property list (https://developer.apple.com/library/archive/documentation/General/Conceptual/DevPedia-CocoaCore/PropertyList.html)
 * as Apple's programs print it; `data` is decoded to text. Null when it is not one, or cut off.
 */
export function parsePlist(text: string): PlistValue | null {
  const start = /<plist[^>]*>/.exec(text);
  if (start === null) return null;
  const tags = xmlTags(text.slice(start.index + start[0].length));
  return valueFrom(tags, { at: 0 }, 0);
}

/** Deeper than anything sensible, and far from the end of the stack. */
const deepest = 100;

function valueFrom(tags: XmlTag[], place: { at: number }, depth: number): PlistValue | null {
  const tag = tags[place.at];
  if (tag === undefined || tag.kind === 'close' || depth > deepest) return null;
  place.at += 1;
  if (tag.name === 'true' || tag.name === 'false') return tag.name === 'true';
  if (tag.kind === 'empty') return emptyValues.get(tag.name)?.() ?? null;
  if (tag.name === 'array') return elements(tags, place, depth).map(([, value]) => value);
  if (tag.name === 'dict') return Object.fromEntries(elements(tags, place, depth));
  const closing = tags[place.at];
  if (closing?.kind !== 'close' || closing.name !== tag.name) return null;
  place.at += 1;
  return scalar(tag);
}

const emptyValues = new Map<string, () => PlistValue>([
  ['array', () => []],
  ['dict', () => ({})],
  ['string', () => ''],
]);

/** The values up to the end of an array or dictionary; those of a dictionary with their keys. */
function elements(tags: XmlTag[], place: { at: number }, depth: number): [string, PlistValue][] {
  const found: [string, PlistValue][] = [];
  let key = '';
  for (let tag = tags[place.at]; tag !== undefined; tag = tags[place.at]) {
    const before = place.at;
    if (tag.kind === 'close') {
      place.at += 1;
      return found;
    }
    const value = valueFrom(tags, place, depth + 1);
    if (place.at === before) place.at += 1;
    if (tag.name === 'key') key = typeof value === 'string' ? value : '';
    else if (value !== null) found.push([key, value]);
  }
  return found;
}

function scalar({ name, text }: XmlTag): PlistValue | null {
  if (name === 'string' || name === 'key') return xmlText(text);
  if (name === 'data') return decoded(text.replace(/\s/g, ''));
  if (name !== 'integer' && name !== 'real') return null;
  const number = /^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** Base64 of text that ends in NUL, as ioreg gives names. */
function decoded(base64: string): string | null {
  if (base64.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(base64)) return null;
  return atob(base64).replace(/\0+$/, '');
}
