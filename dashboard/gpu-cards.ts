import { card, gauge } from './card.js';
import {
  element,
  foldable,
  keptList,
  setShown,
  setText,
  table,
  facts,
  type Kept,
  type TableColumn,
} from './element.js';
import { bytesText, fillText, percentText, unitText, unknown, sentence } from './format.js';
import { columnOf } from './past.js';
import { plot } from './plots.js';
import { shownBody, type Section } from './section.js';
import { stateWords, toneOf } from './states.js';
import type { Gpu, GpuProcess, Gpus } from './stats.js';
import type { Timeline } from './timeline.js';

/** Every graphics card. */
export function gpuCards(parent: Element): Section {
  const all = card('GPUs');
  all.root.classList.add('wide');
  const grid = element('div', { class: 'gpus' });
  const none = element('div', { class: 'none' });
  all.content.append(none, grid);
  parent.append(all.root);
  const plots = new Map<HTMLElement, (timeline: Timeline) => void>();
  const update = keptList(
    grid,
    ({ id }: Gpu) => id,
    (gpu) => {
      const made = gpuCard(gpu);
      plots.set(made.root, made.draw);
      return made;
    },
  );
  const absences = keptList(none, ({ vendor }: Backend) => vendor, backendLine);
  return {
    update(stats) {
      const gpus = shownBody(stats, 'gpu', all);
      if (gpus === null) return;
      const count = gpus.gpus.length;
      all.note(count === 0 ? 'no card is seen' : count === 1 ? '1 card' : `${count} cards`);
      absences(count === 0 ? gpus.backends : gpus.backends.filter(({ state }) => isBroken(state)));
      update(gpus.gpus);
      for (const root of plots.keys()) if (!root.isConnected) plots.delete(root);
    },
    draw(timeline) {
      for (const draw of plots.values()) draw(timeline);
    },
  };
}

type Backend = Gpus['backends'][number];

const isBroken = (state: string) => !['ok', 'absent', 'disabled', 'asleep'].includes(state);

/** Why a maker's cards are not shown, and what helps. */
function backendLine(): Kept<Backend> {
  const root = element('p');
  return {
    root,
    update({ type, state, reason, remedy }) {
      const why = [reason, remedy].filter((text) => text !== null).map(sentence);
      setText(root, [`${type}: ${stateWords(state).word}.`, ...why].join(' '));
    },
  };
}

function gpuCard(first: Gpu): Kept<Gpu> & { draw: (timeline: Timeline) => void } {
  const shown = card(first.model ?? first.name ?? 'GPU', 'h3');
  const [usage, memory] = [gauge('busy'), gauge('memory')];
  const [power, temperature] = [gauge('power'), gauge('temperature')];
  const gauges = element(
    'div',
    { class: 'gauges' },
    ...[usage, memory, power, temperature].map(({ root }) => root),
  );
  const lines = plot(`Load and memory of ${first.name ?? 'the card'}`, 'percent', 84, [
    { label: 'busy', column: columnOf('gpu.usage_percent', first.id) },
    { label: 'memory', column: columnOf('gpu.vram_used_percent', first.id) },
  ]);
  const more = facts(['memory', 'clock', 'fan', 'held back by']);
  const programs = programList();
  const meaning = element('p', { class: 'trouble' });
  shown.content.append(meaning, gauges, lines.root, more.root, programs.root);
  return {
    root: shown.root,
    draw: lines.draw,
    update(gpu) {
      const words = stateWords(gpu.state);
      shown.title(`${gpu.index}  ${gpu.model ?? gpu.name ?? gpu.vendor}`);
      shown.note(gpu.integrated === true ? 'integrated' : '');
      shown.badge(gpu.state === 'ok' ? null : words);
      setShown(meaning, words.meaning !== '');
      setText(meaning, words.meaning);
      usage.set(percentText(gpu.usage_percent), gpu.usage_percent);
      memory.set(fillText(gpu.vram_used_bytes, gpu.vram_total_bytes), gpu.vram_used_percent);
      const limit = gpu.power_limit_watts;
      const ofLimit = limit === null ? null : ((gpu.power_watts ?? 0) / limit) * 100;
      const powerText = unitText(gpu.power_watts, limit === null ? 'W' : `/ ${unitText(limit, 'W')}`);
      power.set(powerText, gpu.power_watts === null ? null : ofLimit);
      const celsius = gpu.temperature_celsius;
      temperature.set(unitText(celsius, '°C'), celsius, toneOf(celsius));
      more.set('memory', gpu.memory_celsius === null ? null : unitText(gpu.memory_celsius, '°C'));
      more.set('clock', gpu.clock_graphics_mhz === null ? null : unitText(gpu.clock_graphics_mhz, 'MHz'));
      more.set('fan', gpu.fan_percent === null ? null : percentText(gpu.fan_percent));
      more.set('held back by', heldBack(gpu));
      programs.update(gpu);
    },
  };
}

/** Why it is slower than it could be; null when nothing is told. */
function heldBack({ throttle_reasons: reasons }: Gpu): string | null {
  return reasons === null || reasons.length === 0 ? null : reasons.map(({ reason }) => reason).join(', ');
}

/** The programs that use a card, most memory first. */
function programList() {
  const list = table<GpuProcess>('Programs', programColumns, ({ pid }) => String(pid));
  const { root, title } = foldable('Programs', list.root);
  return {
    root,
    update({ processes }: Gpu) {
      const count = processes?.length ?? 0;
      const known = count === 1 ? '1 program' : `${count} programs`;
      setText(title, processes === null ? 'programs not known' : known);
      if (!root.open) return;
      list.update([...(processes ?? [])].sort((a, b) => (b.memory_bytes ?? 0) - (a.memory_bytes ?? 0)));
    },
  };
}

const programColumns: TableColumn<GpuProcess>[] = [
  { heading: 'program', text: ({ name }) => name?.split('/').at(-1) ?? unknown },
  { heading: 'pid', number: true, text: ({ pid }) => String(pid) },
  {
    heading: 'memory',
    number: true,
    text: ({ memory_bytes }) => bytesText(memory_bytes),
  },
];
