import type { Tone } from './states.js';

interface Wishes {
  class?: string;
  text?: string;
  attributes?: Record<string, string>;
}

/** A new element. Data becomes text nodes alone, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { class: classes, text, attributes = {} }: Wishes = {},
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (classes !== undefined) made.className = classes;
  if (text !== undefined) made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** The element of the page with this id. Throws when the page has none. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element "${id}"`);
  return found;
}

const texts = new WeakMap<Element, string>();

/** Sets the text of an element; when it is the same the page is not touched. */
export function setText(target: Element, text: string): void {
  if (texts.get(target) === text) return;
  texts.set(target, text);
  target.textContent = text;
}

/** Shows or hides an element. */
export function setShown(target: HTMLElement, isShown: boolean): void {
  if (target.hidden === isShown) target.hidden = !isShown;
}

/** Sets an attribute that styles go by, such as `data-tone`. */
export function setAttribute(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/** A bar for a share of 100; beside it the same stands as text, which is what screen readers get. */
export function meter() {
  const bar = element('span');
  const root = element('span', { class: 'meter', attributes: { 'aria-hidden': 'true' } }, bar);
  let shown = '';
  return {
    root,
    /** `percent` null: the share is not known. */
    set(percent: number | null, tone: Tone = 'good') {
      const share = percent === null ? 0 : Math.min(1, Math.max(0, percent / 100));
      const style = `scaleX(${share.toFixed(3)})`;
      if (style !== shown) bar.style.transform = style;
      shown = style;
      setAttribute(root, 'data-tone', percent === null ? 'unknown' : tone);
    },
  };
}

/** What keeps one item of a list on the page. */
export interface Kept<T> {
  root: HTMLElement;
  update: (item: T) => void;
}

/** Keeps the children of `parent` in step with a list: each item has its own element as long as its key is there. */
export function keptList<T>(parent: Element, keyOf: (item: T) => string, make: (item: T) => Kept<T>) {
  let kept = new Map<string, Kept<T>>();
  return (items: readonly T[]): void => {
    const next = new Map<string, Kept<T>>();
    for (const item of items) {
      const key = keyOf(item);
      // A key that comes twice gets a place of its own.
      const free = next.has(key) ? `${key} ${next.size}` : key;
      const one = kept.get(free) ?? make(item);
      one.update(item);
      next.set(free, one);
    }
    for (const [key, { root }] of kept) if (!next.has(key)) root.remove();
    let place = parent.firstElementChild;
    for (const { root } of next.values()) {
      if (root === place) place = place.nextElementSibling;
      else parent.insertBefore(root, place);
    }
    kept = next;
  };
}

/** A list of facts, each a name and a value that is set with every update. */
export function facts<N extends string>(names: readonly N[]) {
  const values = new Map(names.map((name) => [name, element('dd')]));
  const rows = [...values].map(([name, value]) => element('div', {}, element('dt', { text: name }), value));
  const root = element('dl', { class: 'facts' }, ...rows);
  return {
    root,
    /** A fact that is null has no place on this machine and is not shown. */
    set(name: N, text: string | null) {
      const value = values.get(name);
      if (value === undefined) return;
      if (text !== null) setText(value, text);
      if (value.parentElement !== null) setShown(value.parentElement, text !== null);
    },
  };
}

/** One column of a table: its heading, and whether it holds numbers. */
export interface TableColumn<T> {
  heading: string;
  number?: true;
  text: (item: T) => string;
  /** The share that is drawn beside the text, and how grave it is. */
  share?: (item: T) => [percent: number | null, tone: Tone];
}

/** A table whose rows are kept in step with a list. The first column names the row. */
export function table<T>(caption: string, columns: readonly TableColumn<T>[], keyOf: (item: T) => string) {
  const headings = columns.map(({ heading, number }) =>
    element('th', { text: heading, class: number ? 'number' : '', attributes: { scope: 'col' } }),
  );
  const body = element('tbody');
  const root = element(
    'table',
    {},
    element('caption', { class: 'unseen', text: caption }),
    element('thead', {}, element('tr', {}, ...headings)),
    body,
  );
  return { root, update: keptList(body, keyOf, () => tableRow(columns)) };
}

function tableRow<T>(columns: readonly TableColumn<T>[]): Kept<T> {
  const cells = columns.map((column, index) => {
    const text = element('span');
    const bar = column.share === undefined ? null : meter();
    const classes = { class: column.number ? 'number' : '' };
    const cell =
      index === 0
        ? element('th', { ...classes, attributes: { scope: 'row' } }, text)
        : element('td', classes, text);
    if (bar !== null) cell.append(bar.root);
    return { column, text, bar, cell };
  });
  return {
    root: element('tr', {}, ...cells.map(({ cell }) => cell)),
    update(item) {
      for (const { column, text, bar } of cells) {
        setText(text, column.text(item));
        if (bar !== null && column.share !== undefined) bar.set(...column.share(item));
      }
    },
  };
}

/** A part of the page that scrolls by itself, by keyboard too. */
export function scrolling(label: string, ...children: Node[]): HTMLElement {
  const attributes = { tabindex: '0', role: 'group', 'aria-label': label };
  return element('div', { class: 'scrolling', attributes }, ...children);
}

/** A part that is opened when wanted. */
export function foldable(summary: string, ...children: Node[]) {
  const title = element('summary', { text: summary });
  const root = element('details', {}, title, ...children);
  return { root, title };
}
