import { sentence } from './format.js';
import { card } from './card.js';
import { element, facts, keptList, setShown, setText, type Kept } from './element.js';
import { modelCard } from './model-card.js';
import { otherServersOf, shownModels, type ShownModel } from './model-list.js';
import { queueText } from './model-texts.js';
import { shownBody, type Section } from './section.js';
import { lagText, stateWords, type StateWords } from './states.js';
import type { Models, ModelServer, Ollama, Stats } from './stats.js';
import type { Timeline } from './timeline.js';

/** Ollama and all other servers, their models, and what each does; the time to an expiry counts down. */
export function modelsCard(parent: Element, others: () => Models | null): Section & { tick: () => void } {
  const all = card('Models');
  all.root.classList.add('wide');
  const why = element('p');
  const about = facts(['loaded', 'waiting in Ollama']);
  const servers = element('div', { class: 'none' });
  const grid = element('div', { class: 'models' });
  all.content.append(why, about.root, servers, grid);
  parent.append(all.root);
  let [models, receivedAt, hasCards]: [ShownModel[], number, boolean] = [[], 0, false];
  const around = { age: () => (performance.now() - receivedAt) / 1000, hasCards: () => hasCards };
  const draws = new Map<HTMLElement, (timeline: Timeline) => void>();
  const update = keptList(
    grid,
    ({ key }: ShownModel) => key,
    (model) => {
      const made = modelCard(model, around);
      draws.set(made.root, made.draw);
      return made;
    },
  );
  const lines = keptList(servers, ({ id }: ModelServer) => id, serverLine);
  return {
    update(stats) {
      const ollama = shownBody(stats, 'ollama', all);
      const beside = others();
      models = shownModels(stats, beside);
      // Ollama that could not be read hides no other server.
      all.showContent(ollama !== null || models.length > 0);
      hasCards = (stats.gpu?.gpus.length ?? 0) > 0;
      receivedAt = performance.now() - ageOf(stats);
      showOllama(ollama);
      const text = whyText(stats, beside, models.length);
      setShown(why, text !== '');
      setText(why, text);
      const told = new Set(beside?.models.map(({ server }) => server));
      lines(beside === null ? [] : otherServersOf(stats, beside).filter(({ id }) => !told.has(id)));
      update(models);
      setShown(grid, models.length > 0);
      for (const root of draws.keys()) if (!root.isConnected) draws.delete(root);
    },
    draw(timeline) {
      for (const draw of draws.values()) draw(timeline);
    },
    tick: () => update(models),
  };

  function showOllama(ollama: Ollama | null): void {
    const version = ollama?.version ?? null;
    all.note(version === null ? '' : `Ollama ${version}`);
    if (ollama !== null && ollama.state !== 'ok') all.badge(ofOllama(ollama.state));
    const isThere = ollama?.state === 'ok';
    setShown(about.root, isThere);
    if (!isThere) return;
    about.set('loaded', ollama.running_models === null ? null : `${ollama.running_models} by Ollama`);
    about.set('waiting in Ollama', queueText(ollama.queue_at_most));
  }
}

/** The card is of all servers, its badge of one. */
function ofOllama(state: string): StateWords {
  const words = stateWords(state);
  return { ...words, word: `Ollama: ${words.word}` };
}

/** What is left to an expiry was told at the reading, which may be older than its frame, ms. */
function ageOf({ ollama, sampled_at }: Stats): number {
  return ollama === null ? 0 : Math.max(0, Date.parse(sampled_at) - Date.parse(ollama.sampled_at));
}

/** Why there are no models, or not all. */
function whyText({ ollama, sampled_at }: Stats, beside: Models | null, count: number): string {
  const ollamas = [ollama?.reason ?? null, ollama?.remedy ?? null];
  const lag = beside === null ? null : lagText(beside.sampled_at, sampled_at);
  const others = lag === null ? null : `other servers were ${lag}`;
  const told = [...ollamas, beside?.reason ?? null, others].filter((text) => text !== null).map(sentence);
  if (told.length > 0) return told.join(' ');
  return count === 0 ? 'No model is loaded.' : '';
}

/** A server of which no model is known. */
function serverLine(): Kept<ModelServer> {
  const root = element('p');
  return {
    root,
    update({ kind, id, state, reason, remedy }) {
      const told = [reason, remedy].filter((text) => text !== null).map(sentence);
      const what = state === 'ok' ? 'no model is loaded' : stateWords(state).word;
      setText(root, [`${kind} at ${id}: ${what}.`, ...told].join(' '));
    },
  };
}
