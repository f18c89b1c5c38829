import { setTimeout as sleep } from 'node:timers/promises';
import { load, write } from './asking.mjs';
import { createModel, startOllama } from './server.mjs';
import { startService } from './service.mjs';

const turns = 8;
const requests = 3;
const request = { prompt: 'the same each time', tokens: 300 };

/**
 * What it costs a model that the service looks at it every second: three requests beside the service, three without
 * it, eight times in alternating order. Prints tokens per second of each, and what is apart within a turn.
 */
export async function takeTurns(kept) {
  const ollama = await startOllama(kept);
  try {
    await createModel(ollama, 'writer');
    await load(ollama, 'writer');
    await write(ollama, 'writer', request);
    const rows = [];
    for (let turn = 0; turn < turns; turn += 1) rows.push(await takeTurn(ollama, turn % 2 === 0));
    console.table(rows);
    const without = rows.map((row) => row.without);
    const polled = rows.map((row) => row.polled);
    const [mean, error] = meanAndError(rows.map((row) => (row.polled / row.without - 1) * 100));
    console.log(`median without ${median(without)} tokens/s, polled each second ${median(polled)} tokens/s`);
    console.log(
      `within a turn ${mean.toFixed(2)} % ± ${error.toFixed(2)} (standard error of ${turns} turns)`,
    );
  } finally {
    await ollama.end();
  }
  return true;
}

async function takeTurn(ollama, isPolledFirst) {
  const row = { first: isPolledFirst ? 'polled' : 'without', without: 0, polled: 0 };
  for (const isPolled of isPolledFirst ? [true, false] : [false, true]) {
    const service = isPolled ? await startService('polled', ollama.url) : null;
    await sleep(2_000);
    row[isPolled ? 'polled' : 'without'] = await rateOfRequests(ollama);
    await service?.stop();
  }
  return row;
}

async function rateOfRequests(ollama) {
  const rates = [];
  for (let count = 0; count < requests; count += 1) rates.push((await write(ollama, 'writer', request)).rate);
  return Number(median(rates));
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2).toFixed(1);
}

function meanAndError(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
}
