/** A tag of an XML document, with the text behind it up to the next one. */
export interface XmlTag {
  name: string;
  kind: 'open' | 'close' | 'empty';
  /** What stands behind the name, as it is written. */
  attributes: string;
  text: string;
}

const tag = /<(\/?)([A-Za-z_][\w.-]*)(?![\w.-])([^<>]*?)(\/?)>([^<]*)/g;

/**
 * The tags in `text`, in their order. Only what programs write who tell of hardware is understood, elements and text:
 * a package for all of XML would be out of proportion. What is no element (a comment, a declaration) is passed over.
 */
export function xmlTags(text: string): XmlTag[] {
  return [...text.matchAll(tag)].map(([, close, name = '', attributes = '', empty, behind = '']) => ({
    name,
    kind: close === '/' ? 'close' : empty === '/' ? 'empty' : 'open',
    attributes,
    text: behind,
  }));
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text with XML's five named entities as the characters they stand for. */
export function xmlText(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}
