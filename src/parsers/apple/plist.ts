/** A value of a property list; dates and anything unknown are left out. */
export type PlistValue = string | number | boolean | PlistValue[] | { [key: string]: PlistValue };

/**
 * An XML property list (https://developer.apple.com/library/archive/documentation/General/Conceptual/DevPedia-CocoaCore/PropertyList.html)
 * as Apple's programs print it; `data` is decoded to text. Null when it is not one, or cut off.
 */
export function parsePlist(text: string): PlistValue | null {
  const start = /<plist[^>]*>/.exec(text);
  if (start === null) return null;
  const tags = tagsOf(text.slice(start.index + start[0].length));
  return valueFrom(tags, { at: 0 }, 0);
}

interface Tag {
  name: string;
  kind: 'open' | 'close' | 'empty';
  /** Text behind the tag, up to the next. */
  text: string;
}

function tagsOf(text: string): Tag[] {
  return [...text.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>([^<]*)/g)].map(
    ([, close, name = '', empty, inner = '']) => ({
      name,
      kind: close === '/' ? 'close' : empty === '/' ? 'empty' : 'open',
      text: inner,
    }),
  );
}

/** Deeper than anything sensible, and far from the end of the stack. */
const deepest = 100;

function valueFrom(tags: Tag[], place: { at: number }, depth: number): PlistValue | null {
  const tag = tags[place.at];
  if (tag === undefined || tag.kind === 'close' || depth > deepest) return null;
  place.at += 1;
  if (tag.name === 'true' || tag.name === 'false') return tag.name === 'true';
  if (tag.kind === 'empty') return emptyValues[tag.name]?.() ?? null;
  if (tag.name === 'array') return elements(tags, place, depth).map(([, value]) => value);
  if (tag.name === 'dict') return Object.fromEntries(elements(tags, place, depth));
  const closing = tags[place.at];
  if (closing?.kind !== 'close' || closing.name !== tag.name) return null;
  place.at += 1;
  return scalar(tag);
}

const emptyValues: Record<string, () => PlistValue> = { array: () => [], dict: () => ({}), string: () => '' };

/** The values up to the end of an array or dictionary; those of a dictionary with their keys. */
function elements(tags: Tag[], place: { at: number }, depth: number): [string, PlistValue][] {
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

function scalar({ name, text }: Tag): PlistValue | null {
  if (name === 'string' || name === 'key') return unescaped(text);
  if (name === 'data') return decoded(text.replace(/\s/g, ''));
  if (name !== 'integer' && name !== 'real') return null;
  const number = /^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : null;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Base64 of text that ends in NUL, as ioreg gives names. */
function decoded(base64: string): string | null {
  if (base64.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(base64)) return null;
  return atob(base64).replace(/\0+$/, '');
}
