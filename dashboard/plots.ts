import { element, setText } from './element.js';
import { scales, type Scale } from './scales.js';
import type { Timeline } from './timeline.js';

/** A line of a plot: its name for the reader, and its column of the timeline. */
export interface Line {
  label: string;
  column: string;
}

/** A plot on the page. */
export interface Plot {
  root: HTMLElement;
  /** Draws it anew, when it is in sight. */
  draw: (timeline: Timeline) => void;
}

interface Palette {
  lines: string[];
  area: string;
  grid: string;
  text: string;
}

let palette: Palette | null = null;
const plots = new Set<{ redraw: () => void }>();

function colours(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  palette ??= {
    lines: [value('--line-1'), value('--line-2')],
    area: value('--area'),
    grid: value('--grid'),
    text: value('--faint'),
  };
  return palette;
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  palette = null;
  for (const one of plots) one.redraw();
});

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const plot = shown.get(target);
    if (plot !== undefined) plot.inSight(isIntersecting);
  }
});
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) shown.get(target)?.resize(Math.floor(contentRect.width));
});
const shown = new WeakMap<Element, { inSight: (is: boolean) => void; resize: (width: number) => void }>();

/** A plot of lines over time; `what` names it for those who cannot see it. */
export function plot(what: string, scale: Scale, height: number, lines: readonly Line[]): Plot {
  const readout = element('span', { class: 'readout' });
  const keys = lines.map(({ label }, index) =>
    element('span', { class: `line line-${index + 1}`, text: label }),
  );
  const legend = element('p', { class: 'legend', attributes: { 'aria-hidden': 'true' } }, ...keys, readout);
  const attributes = { role: 'img', 'aria-label': `${what} over time` };
  const canvas = element('div', { class: 'plot', attributes });
  canvas.style.height = `${height}px`;
  const root = element('div', {}, legend, canvas);
  let [drawn, isInSight, latest]: [uPlot | null, boolean, Timeline | null] = [null, false, null];
  let range: [number, number] = [0, 1];

  const redraw = () => {
    if (latest === null || !isInSight) return;
    range = latest.range();
    const data = latest.columns(lines.map(({ column }) => column));
    const options = () => optionsOf(scale, lines, { width: canvas.clientWidth, height }, () => range, say);
    if (drawn === null) drawn = new uPlot(options(), data, canvas);
    else drawn.setData(data);
  };
  const say = (text: string) => setText(readout, text);
  shown.set(canvas, {
    inSight(is) {
      isInSight = is;
      redraw();
    },
    resize: (width) => drawn?.setSize({ width, height }),
  });
  seen.observe(canvas);
  sizes.observe(canvas);
  plots.add({ redraw });
  return {
    root,
    draw(timeline) {
      // A point is drawn when it is begun and when it is whole: until then the numbers beside it are what is live.
      const isNew = timeline !== latest || timeline.range()[1] !== range[1];
      latest = timeline;
      if (isNew) redraw();
    },
  };
}

function optionsOf(
  scale: Scale,
  lines: readonly Line[],
  size: { width: number; height: number },
  range: () => [number, number],
  say: (text: string) => void,
): uPlot.Options {
  const font = '11px system-ui, sans-serif';
  const axis = { stroke: () => colours().text, font, ticks: { show: false } };
  const grid = { stroke: () => colours().grid, width: 1 };
  const style = scales[scale];
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    padding: [6, 4, 0, 0],
    scales: { x: { time: true, range }, y: { range: (_, __, greatest) => [0, style.top(greatest)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 20, gap: 2, space: 70, values: clockTimes },
      {
        ...axis,
        ...{ grid, gap: 4, size: style.width, space: 22 },
        ...(style.isHalved ? { splits: (_, __, from, to) => [from, (from + to) / 2, to] } : {}),
        values: (_, splits) => splits.map((split) => style.axis(split)),
      },
    ],
    series: [
      {},
      ...lines.map(({ label }, index) => ({
        ...{ label, width: 1.5, points: { size: 3 } },
        stroke: () => colours().lines[index] ?? '',
        // One area alone: two would mix into a third colour.
        fill: () => (index === 0 ? colours().area : ''),
      })),
    ],
    hooks: { setCursor: [(drawn) => say(pointText(drawn, style.text))] },
  };
}

const two = (part: number) => String(part).padStart(2, '0');

function clockTime(seconds: number, withSeconds: boolean): string {
  const date = new Date(seconds * 1000);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return withSeconds ? `${time}:${two(date.getSeconds())}` : time;
}

function clockTimes(_: uPlot, splits: number[]): string[] {
  const isFine = splits.some((split) => split % 60 !== 0);
  return splits.map((split) => clockTime(split, isFine));
}

/** The values under the pointer. */
function pointText({ cursor, data }: uPlot, written: (value: number | null) => string): string {
  const index = cursor.idx ?? null;
  const [times, ...columns] = data;
  const time = index === null ? undefined : times[index];
  if (index === null || time === undefined) return '';
  return [clockTime(time, true), ...columns.map((column) => written(column[index] ?? null))].join(' · ');
}
