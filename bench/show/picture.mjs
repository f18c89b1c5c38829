import { median } from '../measure/numbers.mjs';

const [width, left, right, row] = [800, 320, 60, 24];

/**
 * Bars for docs/benchmarks.md, readable on light and on dark ground: requests a second beside bare Fastify, and the
 * processor time of servers that are polled. Null where what it shows was not measured.
 */
export function picture({ latency, cost }) {
  if (latency === undefined || cost === undefined) return null;
  const speeds = latency.raw
    .filter(({ connections }) => connections === 10)
    .map(({ path, ratio }) => ({
      ...{ label: path, value: median(ratio), aim: path === '/metrics' ? 0.95 : 0.85, isOwn: true },
    }));
  const costs = cost.raw
    .filter(({ isPolled }) => isPolled)
    .map(({ name, machine, perMinute }) => ({
      ...{ label: `${name}: ${machine}`, value: perMinute, isOwn: name === 'this service' },
    }))
    .sort((one, other) => one.value - other.value);
  const first = bars(
    'Requests a second beside bare Fastify, 10 connections (more is better; mark: the aim)',
    speeds,
    0,
  );
  const second = bars(
    'Seconds of processor a minute, polled once a second (less is better)',
    costs,
    first.height + 16,
  );
  const height = first.height + second.height + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>What the service costs beside other servers</title>
<style>
text { fill: #24292f } .own { fill: #0969da } .other { fill: #8c959f } .aim { stroke: #bc4c00; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .own { fill: #4493f8 } .other { fill: #6e7681 } .aim { stroke: #f0883e } }
</style>
${first.text}
${second.text}
</svg>
`;
}

function bars(title, rows, top) {
  const greatest = Math.max(...rows.map(({ value, aim = 0 }) => Math.max(value, aim)));
  const length = (value) => ((value / greatest) * (width - left - right)).toFixed(1);
  const lines = rows.map(({ label, value, aim, isOwn }, place) => {
    const y = top + 30 + place * row;
    const mark = aim === undefined ? '' : line(left + Number(length(aim)), y);
    return (
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${label}</text>` +
      `<rect class="${isOwn ? 'own' : 'other'}" x="${left}" y="${y}" width="${length(value)}" height="${row - 6}"/>` +
      `${mark}<text x="${left + Number(length(Math.max(value, aim ?? 0))) + 8}" y="${y + 13}">${value.toFixed(2)}</text>`
    );
  });
  const heading = `<text x="0" y="${top + 16}" font-weight="600">${title}</text>`;
  return { text: [heading, ...lines].join('\n'), height: 34 + rows.length * row };
}

function line(x, y) {
  return `<line class="aim" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${y - 2}" y2="${y + row - 4}"/>`;
}
