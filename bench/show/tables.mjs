import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** On what it was measured, and when, without the name of the machine. */
export function machineLine() {
  const day = new Date().toISOString().slice(0, 10);
  const processor = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const load = loadavg()[0].toFixed(1);
  return `${day}, Node ${process.versions.node}, Linux ${release()}, ${processor}, ${memory} GiB, load average before ${load}`;
}

/** Every aim beside what was found, as rows: what, found, aim, whether it is reached by what is shown. */
export function aimRows(results) {
  return results
    .flatMap(({ aims }) => aims)
    .map(({ what, found, shown, least, most, digits = 2 }) => {
      const rounded = Number(found.toFixed(digits));
      const isReached = least === undefined ? rounded <= most : rounded >= least;
      const aim = least === undefined ? `≤ ${most}` : `≥ ${least}`;
      return [what, shown ?? found.toFixed(digits), aim, isReached ? 'yes' : 'no'];
    });
}

export const aimColumns = ['what', 'found', 'aim', 'reached'];

/** All tables for a terminal, ratios and aims first. */
export function terminalTables(results) {
  const blocks = results.flatMap(({ title, tables }) => [
    title,
    ...tables.map(
      ({ name, columns, rows }) => `${name === undefined ? '' : `${name}\n`}${inColumns(columns, rows)}`,
    ),
  ]);
  return [`Aims\n${inColumns(aimColumns, aimRows(results))}`, ...blocks].join('\n\n');
}

function inColumns(columns, rows) {
  const all = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, place) => Math.max(...all.map((row) => row[place].length)));
  const line = (row) =>
    row
      .map((cell, place) => (place === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[place])))
      .join('  ');
  return all.map(line).join('\n');
}
