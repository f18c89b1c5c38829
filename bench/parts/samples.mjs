/**
 * What one reading of each domain costs, on this machine and on a large one of files.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { grownMachine } from '../machines/grown.mjs';

const program = new URL('../measure/samples.mjs', import.meta.url);
const large = { mounts: 200, interfaces: 200, cpus: 128, cards: 16, processes: 1000 };

export async function samples({ form, machines, folder, say }) {
  const seconds = form === 'full' ? 2 : 0.3;
  const here = machines.library ?? machines.ollama;
  const place = join(folder, 'large');
  mkdirSync(place);
  const grown = grownMachine(place, large);
  const timer = setInterval(grown.move, 1000);
  try {
    const small = await measuredOn(here.settings, seconds);
    const big = await measuredOn({ ...grown.settings, OLLAMA_HOST: here.settings.OLLAMA_HOST }, seconds);
    const rows = small.map((one) => ({ ...one, large: big.find(({ name }) => name === one.name) }));
    for (const { name, cpu, large: other } of rows)
      say(`${name}: ${cpu.toFixed(3)} ms of processor, on the large machine ${other.cpu.toFixed(3)}`);
    return shown(rows, here.name);
  } finally {
    clearInterval(timer);
    grown.close();
  }
}

async function measuredOn(settings, seconds) {
  const env = { PATH: process.env.PATH, ...settings };
  const child = fork(program, [String(seconds)], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const told = await Promise.race([once(child, 'message'), ended]);
  await ended;
  if (!Array.isArray(told[0])) throw new Error(`the readings ended with ${told[0]}`);
  return told[0];
}

function shown(rows, name) {
  const cells = rows.map(({ name: domain, cpu, took, large: other }) => [
    domain,
    ...[(other.cpu / cpu).toFixed(1), cpu, took, other.cpu, other.took].map((one) =>
      typeof one === 'string' ? one : one.toFixed(3),
    ),
  ]);
  return {
    title: 'One reading of each domain',
    notes: [
      `Read again and again, so that code and files are warm: once a second a reading costs more. On this machine (${name}), and on one of files with ${Object.entries(
        large,
      )
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}; helper processes counted.`,
    ],
    tables: [
      { columns: ['domain', 'large ×', 'CPU ms', 'takes ms', 'large: CPU ms', 'takes ms'], rows: cells },
    ],
    aims: [],
    raw: rows,
  };
}
