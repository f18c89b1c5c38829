import { element, meter, setAttribute, setShown, setText } from './element.js';
import type { StateWords, Tone } from './states.js';

let cards = 0;

/** A part of the page with a heading, a note beside it and a place for what is wrong. */
export function card(title: string, level: 'h2' | 'h3' = 'h2') {
  cards += 1;
  const id = `card-${cards}`;
  const heading = element(level, { text: title, attributes: { id } });
  const badge = element('span', { class: 'badge' });
  badge.hidden = true;
  const note = element('span', { class: 'note', attributes: { id: `${id}-note` } });
  const trouble = element('p', { class: 'trouble' });
  trouble.hidden = true;
  const content = element('div', { class: 'content' });
  const head = element('div', { class: 'head' }, heading, badge, note);
  // Of one model there may be several, which the note tells apart.
  const label = level === 'h2' ? id : `${id} ${id}-note`;
  const root = element(
    'section',
    { class: 'card', attributes: { 'aria-labelledby': label } },
    head,
    trouble,
    content,
  );
  return {
    ...{ root, content },
    title: (text: string) => setText(heading, text),
    note: (text: string) => setText(note, text),
    badge(words: StateWords | null) {
      setShown(badge, words !== null);
      if (words === null) return;
      setText(badge, words.word);
      setAttribute(badge, 'data-tone', words.tone);
    },
    /** Shows why there are no values; null when there are. */
    trouble(text: string | null) {
      setShown(trouble, text !== null);
      if (text !== null) setText(trouble, text);
    },
    showContent: (is: boolean) => setShown(content, is),
  };
}
export type Card = ReturnType<typeof card>;

/** The number a card is about, with a few words on it. */
export function figure(label: string) {
  const value = element('span', { class: 'value' });
  const detail = element('span', { class: 'detail' });
  const root = element(
    'p',
    { class: 'figure' },
    element('span', { class: 'label', text: label }),
    value,
    detail,
  );
  return {
    root,
    set(text: string, more = '') {
      setText(value, text);
      setText(detail, more);
    },
  };
}

/** A value with a bar: what is used of what there is. */
export function gauge(label: string) {
  const value = element('span', { class: 'value' });
  const bar = meter();
  const name = element('span', { class: 'label', text: label });
  const root = element('p', { class: 'gauge' }, name, value, bar.root);
  return {
    root,
    set(text: string, percent: number | null, tone: Tone = 'good') {
      setText(value, text);
      bar.set(percent, tone);
    },
  };
}
