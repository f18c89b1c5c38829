import { element, setAttribute } from './element.js';
import { percentText } from './format.js';

type Usage = readonly (number | null)[];

const height = 72;

/** A bar for every logical processor, on one canvas: a hundred elements each second would cost more than they show. */
export function cores() {
  const canvas = element('canvas', { class: 'cores', attributes: { role: 'img', 'aria-label': 'Cores' } });
  canvas.style.height = `${height}px`;
  let usage: Usage = [];
  let width = 0;
  const draw = () => drawBars(canvas, width, usage);
  new ResizeObserver(([entry]) => {
    width = Math.floor(entry?.contentRect.width ?? 0);
    draw();
  }).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  return {
    root: canvas,
    update(next: Usage | null) {
      usage = next ?? [];
      canvas.hidden = usage.length === 0;
      setAttribute(canvas, 'aria-label', described(usage));
      draw();
    },
  };
}

/** The bars in words: how many, and the busiest. */
function described(usage: Usage): string {
  const known = usage.filter((one) => one !== null);
  const busiest = Math.max(...known);
  const busy = known.filter((one) => one >= 90).length;
  if (known.length === 0) return 'The load of each core is not known';
  return `${usage.length} logical cores, the busiest at ${percentText(busiest)}, ${busy} above 90 %`;
}

function drawBars(canvas: HTMLCanvasElement, width: number, usage: Usage): void {
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || usage.length === 0) return;
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  context.clearRect(0, 0, wide, high);
  const style = getComputedStyle(canvas);
  const [track, bar, hot] = ['--track', '--line-1', '--hot'].map((name) => style.getPropertyValue(name));
  const place = wide / usage.length;
  const gap = Math.min(2 * ratio, place * 0.25);
  usage.forEach((percent, index) => {
    const left = Math.round(index * place);
    const breadth = Math.max(1, Math.round((index + 1) * place - gap) - left);
    context.fillStyle = track ?? '';
    context.fillRect(left, 0, breadth, high);
    const filled = Math.round(((percent ?? 0) / 100) * high);
    context.fillStyle = ((percent ?? 0) >= 90 ? hot : bar) ?? '';
    context.fillRect(left, high - filled, breadth, filled);
  });
}
