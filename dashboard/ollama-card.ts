import { card } from './card.js';
import { element, setShown, setText, table } from './element.js';
import { bytesText, countdownText, countText, unknown } from './format.js';
import { sentence, shownBody, type Section } from './section.js';
import { stateWords } from './states.js';
import type { Model } from './stats.js';

/** Ollama and its models, whose expiry counts down. */
export function ollamaCard(parent: Element): Section & { tick: () => void } {
  const shown = card('Ollama');
  shown.root.classList.add('wide');
  const why = element('p');
  let [models, receivedAt]: [readonly Model[], number] = [[], 0];
  const list = table<Model>(
    'Loaded models',
    columns(() => (performance.now() - receivedAt) / 1000),
    keyOf,
  );
  const frame = element(
    'div',
    { class: 'scrolling', attributes: { tabindex: '0', role: 'group', 'aria-label': 'Loaded models' } },
    list.root,
  );
  shown.content.append(why, frame);
  parent.append(shown.root);
  return {
    update(stats) {
      const ollama = shownBody(stats, 'ollama', shown);
      if (ollama === null) return;
      shown.note(ollama.version === null ? '' : `version ${ollama.version}`);
      if (ollama.state !== 'ok') shown.badge(stateWords(ollama.state));
      const told = [ollama.reason, ollama.remedy].filter((text) => text !== null).map(sentence);
      setText(why, told.length > 0 ? told.join(' ') : 'No model is loaded.');
      setShown(why, ollama.models.length === 0);
      setShown(frame, ollama.models.length > 0);
      // What is left was told at the reading, which may be older than its frame.
      const age = Date.parse(stats.sampled_at) - Date.parse(ollama.sampled_at);
      models = ollama.models;
      receivedAt = performance.now() - Math.max(0, age);
      list.update(models);
    },
    draw: () => undefined,
    tick: () => list.update(models),
  };
}

const keyOf = (model: Model) => model.name ?? model.digest ?? '';

function columns(age: () => number) {
  const number = true as const;
  return [
    { heading: 'model', text: keyOf },
    { heading: 'parameters', text: ({ parameter_size }: Model) => parameter_size ?? unknown },
    { heading: 'quantization', text: ({ quantization }: Model) => quantization ?? unknown },
    { heading: 'runs on', text: ({ processor }: Model) => processor ?? unknown },
    { heading: 'size', number, text: ({ size_bytes }: Model) => bytesText(size_bytes) },
    { heading: 'GPU memory', number, text: ({ vram_bytes }: Model) => bytesText(vram_bytes) },
    {
      heading: 'context',
      number,
      text: (model: Model) => countText(model.context_length),
    },
    { heading: 'unloaded in', number, text: (model: Model) => leftText(model, age()) },
  ];
}

/** How long a model stays loaded unless it is used. */
function leftText({ expires_in_seconds: left, keeps_forever }: Model, age: number): string {
  if (keeps_forever === true) return 'stays';
  if (left === null) return unknown;
  return left - age <= 0 ? 'now, or in use' : countdownText(left - age);
}
