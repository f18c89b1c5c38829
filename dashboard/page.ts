import { ask } from './asking.js';
import { connectionNote } from './connection-note.js';
import { follow } from './connection.js';
import { byId, setShown, setText } from './element.js';
import { durationText } from './format.js';
import { gpuCards } from './gpu-cards.js';
import { cpuCard, diskCard, memoryCard, networkCard } from './host-cards.js';
import { askForKey, forgetKey, keptKey } from './key.js';
import { modelsCard } from './models-card.js';
import { OtherServers } from './other-servers.js';
import { emptyTimeline, pastOf, valuesOf } from './past.js';
import { problemList } from './problem-list.js';
import type { Host, Index, Stats } from './stats.js';
import type { Timeline } from './timeline.js';

const cards = byId('cards');
const others = new OtherServers(keptKey);
const models = modelsCard(cards, others.latest);
const sections = [
  ...[cpuCard(cards), memoryCard(cards), diskCard(cards), networkCard(cards), gpuCards(cards)],
  models,
];
cards.append(cards.firstElementChild ?? '');
const problems = problemList();
const note = connectionNote();
const spanChoice = byId('span') as HTMLSelectElement;

let timeline: Timeline = emptyTimeline(spanOf());
let latest: Stats | null = null;

function spanOf(): number {
  return Number(spanChoice.value);
}

/** Everything that changes with a frame. What it costs the page is measured, so that it can be watched. */
function render(stats: Stats): void {
  const start = performance.now();
  showHost(stats.host);
  problems(stats.problems);
  for (const section of sections) section.update(stats);
  for (const section of sections) section.draw(timeline);
  // Plots draw in a microtask of their own, which was queued before this one.
  queueMicrotask(() => {
    performance.measure('update', { start });
    performance.clearMeasures('update');
  });
}

function showHost(host: Host | null): void {
  if (host === null) return;
  const name = host.hostname ?? 'this machine';
  setText(byId('host'), name);
  const title = `${name} – System Monitor`;
  if (document.title !== title) document.title = title;
  const about = [host.operating_system, host.kernel, host.architecture].filter((text) => text !== null);
  setText(byId('about'), [...about, `up ${durationText(host.uptime_seconds)}`].join(' · '));
}

/** Plots the past behind what is live; without history, or while it cannot be had, they begin now. */
async function lookBack(): Promise<void> {
  const span = spanOf();
  try {
    const past = await pastOf(span, keptKey());
    // Another span was chosen meanwhile.
    if (span !== spanOf()) return;
    timeline = past ?? emptyTimeline(span);
  } catch (thrown) {
    console.info('the past is not to be had now', thrown);
    return;
  }
  if (latest !== null) render(latest);
}

function show(stats: Stats): void {
  latest = stats;
  timeline.add(Date.parse(stats.sampled_at) / 1000, valuesOf(stats, others.latest()));
  note.frame();
  if (document.hidden) return;
  render(stats);
  void others.look(stats);
}

async function wantKey(why: string): Promise<void> {
  forgetKey();
  await askForKey(why);
  setShown(byId('forget'), true);
  void lookBack();
}

/** The key is asked for before anything is refused for the lack of it. */
async function begin(): Promise<void> {
  try {
    const index = (await (
      await ask('./', { key: null, headers: { accept: 'application/json' } })
    ).json()) as Index;
    setText(byId('version'), `${index.name} ${index.version}`);
    if (index.key.needed && keptKey() === null)
      await askForKey('This service asks for a key. Its operator has it.');
    setShown(byId('forget'), index.key.needed);
  } catch (thrown) {
    console.info('the index could not be read; the stream will tell why', thrown);
  }
  void lookBack();
  await follow({
    frame: show,
    lag: () => void lookBack(),
    state: (state) => note.state(state),
    key: keptKey,
    wantKey,
  });
}

spanChoice.addEventListener('change', () => {
  timeline = emptyTimeline(spanOf());
  void lookBack();
});
byId('forget').addEventListener('click', () => {
  forgetKey();
  location.reload();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && latest !== null) render(latest);
});
setInterval(() => {
  note.tick();
  if (!document.hidden && document.documentElement.dataset['live'] !== 'no') models.tick();
}, 1000);
void begin();
