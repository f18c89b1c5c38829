import { card, figure, gauge } from './card.js';
import { element, facts, setShown, setText, type Kept } from './element.js';
import { ofText, percentOf, percentText, tokensText } from './format.js';
import type { ShownModel } from './model-list.js';
import * as texts from './model-texts.js';
import { columnOf } from './past.js';
import { plot } from './plots.js';
import { toneOf } from './states.js';
import type { Timeline } from './timeline.js';

/** What a model card needs to know beside its model. */
export interface Around {
  /** How old what is shown is, seconds. */
  age: () => number;
  /** Whether the machine has a graphics card. */
  hasCards: () => boolean;
}

const factNames = [
  ...[
    'told at loading',
    'main memory, measured',
    'GPU memory, measured',
    'waiting',
    'generated',
    'not seen',
    'unloads',
    'pid',
  ],
] as const;

/** One model: what it does, how fast, and what it takes. */
export function modelCard(
  first: ShownModel,
  around: Around,
): Kept<ShownModel> & { draw: (timeline: Timeline) => void } {
  const shown = card(first.name, 'h3');
  const trouble = element('p', { class: 'trouble' });
  const speed = figure('tokens/s');
  const lines =
    first.metric === null
      ? null
      : plot(`Tokens a second of ${first.name}`, 'tokens', 64, [
          { label: 'generated', column: columnOf(first.metric, first.name) },
        ]);
  const [slots, context, place] = [gauge('slots busy'), gauge('context'), gauge('on the CPU')];
  const loaded = gauge('loaded');
  const gauges = element('div', { class: 'gauges even' }, loaded.root, slots.root, place.root, context.root);
  const more = facts(factNames);
  shown.content.append(trouble, speed.root, ...(lines === null ? [] : [lines.root]), gauges, more.root);
  return {
    root: shown.root,
    draw: (timeline) => lines?.draw(timeline),
    update(model) {
      const { runner, words, told } = model;
      shown.title(model.name);
      shown.note(model.about);
      shown.badge(words);
      const why = texts.troubleText(model);
      setShown(trouble, why !== '');
      setText(trouble, why);
      // Of a process that does not tell, dashes on every line would say no more than the sentence above.
      const isTold = runner.source !== null && runner.state !== 'loading';
      setShown(speed.root, isTold);
      if (lines !== null) setShown(lines.root, isTold);
      speed.set(tokensText(runner.tokens_per_second), texts.promptText(runner));
      setShown(loaded.root, runner.loaded_percent !== null);
      loaded.set(percentText(runner.loaded_percent), runner.loaded_percent);
      setShown(slots.root, isTold);
      slots.set(
        ofText(runner.slots_busy, runner.slots_total),
        percentOf(runner.slots_busy, runner.slots_total),
      );
      const full = percentOf(runner.context_used, runner.context_length);
      setShown(context.root, isTold);
      context.set(ofText(runner.context_used, runner.context_length), full, toneOf(full));
      const onCpu = told?.cpuPercent ?? null;
      const isSlow = around.hasCards() && (onCpu ?? 0) > 0;
      setShown(place.root, told !== null);
      place.set(percentText(onCpu), onCpu, isSlow ? 'warning' : 'good');
      setFacts(more, model, around);
    },
  };
}

function setFacts(
  more: ReturnType<typeof facts<(typeof factNames)[number]>>,
  model: ShownModel,
  around: Around,
): void {
  const { runner, told } = model;
  more.set('told at loading', told === null ? null : texts.toldText(told));
  more.set('main memory, measured', texts.memoryText(runner));
  more.set('GPU memory, measured', texts.cardsText(runner, around.hasCards()));
  const { requests_waiting: waiting, missed_requests_at_least: missed } = runner;
  more.set('waiting', waiting === null ? null : String(waiting));
  more.set('generated', texts.workText(runner));
  more.set('not seen', (missed ?? 0) > 0 ? `at least ${missed} requests` : null);
  more.set('unloads', texts.leftText(model, around.age()));
  more.set('pid', runner.pid === null ? null : String(runner.pid));
}
