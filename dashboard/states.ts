/** How grave a state is: it chooses the colour, never the meaning, which stands in words. */
export type Tone = 'good' | 'quiet' | 'warning' | 'bad';

/** A state in words. */
export interface StateWords {
  word: string;
  tone: Tone;
  /** What it means for the reader, a sentence; empty where the word says it all. */
  meaning: string;
}

const known: Record<string, StateWords> = {
  ok: { word: 'OK', tone: 'good', meaning: '' },
  absent: { word: 'not there', tone: 'quiet', meaning: '' },
  disabled: { word: 'switched off', tone: 'quiet', meaning: 'The settings of this service leave it out.' },
  asleep: {
    word: 'asleep',
    tone: 'quiet',
    meaning: 'It sleeps to save power and is not woken for a reading, so its values are not known.',
  },
  lost: { word: 'lost', tone: 'bad', meaning: 'The machine has lost this card; it was there before.' },
  driver_mismatch: {
    word: 'driver mismatch',
    tone: 'bad',
    meaning: 'The driver in the kernel and its library are of different versions.',
  },
  no_permission: {
    word: 'no permission',
    tone: 'warning',
    meaning: 'This service may not read it.',
  },
  not_passed_through: {
    word: 'not passed through',
    tone: 'warning',
    meaning: 'It is in the machine, but not given to this container.',
  },
  unauthorized: { word: 'refused', tone: 'warning', meaning: 'It wants a key that it was not given.' },
  timeout: { word: 'no answer', tone: 'bad', meaning: 'It did not answer in time.' },
  malformed: { word: 'not understood', tone: 'bad', meaning: 'Its answer is not what was expected.' },
  too_large: { word: 'not understood', tone: 'bad', meaning: 'Its answer is longer than is read.' },
  loading: { word: 'loading', tone: 'quiet', meaning: 'It is being loaded, or let go.' },
  idle: { word: 'idle', tone: 'quiet', meaning: '' },
  prompt: { word: 'reading the prompt', tone: 'good', meaning: '' },
  generating: { word: 'generating', tone: 'good', meaning: '' },
  gone: { word: 'gone', tone: 'bad', meaning: 'Its process has ended.' },
  unreachable: { word: 'cannot be asked', tone: 'warning', meaning: 'What it does is not known.' },
  unsupported: { word: 'loaded', tone: 'quiet', meaning: 'It does not tell what it does.' },
  orphan: {
    word: 'left behind',
    tone: 'bad',
    meaning: 'Its Ollama has ended, and nobody else ends it.',
  },
  failed: { word: 'failed', tone: 'bad', meaning: 'It could not be read.' },
};

/** The words for a state of the API; one that is new shows its own. */
export function stateWords(state: string): StateWords {
  return known[state] ?? { word: state.replaceAll('_', ' '), tone: 'warning', meaning: '' };
}

/** From where on a share is a warning and where it is bad; null is neither. */
export function toneOf(percent: number | null, warning = 85, bad = 95): Tone {
  if (percent === null) return 'quiet';
  return percent >= bad ? 'bad' : percent >= warning ? 'warning' : 'good';
}

/** How long a domain's reading lags behind its frame before the page says so, seconds. */
const fresh = 15;

/** Whether a domain was last read long before the frame that shows it; the words for it, else null. */
export function lagText(readAt: string, frameAt: string): string | null {
  const seconds = (Date.parse(frameAt) - Date.parse(readAt)) / 1000;
  return seconds > fresh ? `read ${Math.round(seconds)} s ago` : null;
}
