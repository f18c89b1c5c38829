import { recordedPolls, recordedRequests, replay, toldRate, type Replay } from './replay.js';

/**
 * Prints, as Markdown, how far the rates of the recorded requests are off what Ollama told of them, for the documents:
 * `CAPTURES=<folder> node dist/test/readers/model-servers/replay-table.js`.
 */
const captures = process.env['CAPTURES'] ?? '';
const polls = recordedPolls(captures);
const requests = recordedRequests(captures);
const seconds = { 1: 4, 2: 8, 5: 20 };

const runs = Object.entries(seconds).map(([second, step]) => ({
  second,
  runs: Array.from({ length: step }, (_, phase) => replay(polls, requests, step, phase)),
}));

const percent = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)} %`;
const range = (values: number[]) =>
  values.length === 0 ? '–' : `${percent(Math.min(...values))} … ${percent(Math.max(...values))}`;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const worst = (values: number[]) =>
  values.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
const row = (cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);

console.log('Requests of more than four seconds; errors from the lowest to the highest of all phases.\n');
row(['request', 'seconds', 'tokens', 'told, tokens/s', ...runs.map(({ second }) => `polls of ${second} s`)]);
row(['-', '-:', '-:', '-:', ...runs.map(() => '-:')]);
const errorsOf = (all: Replay[], place: number) =>
  all.map((one) => one.requests[place]?.error ?? null).filter((error) => error !== null);
for (const [place, told] of requests.entries()) {
  if (told.eval_duration_ns < 4e9) continue;
  row([
    told.tag,
    (told.eval_duration_ns / 1e9).toFixed(1),
    told.eval_count,
    toldRate(told).toFixed(1),
    ...runs.map((one) => range(errorsOf(one.runs, place))),
  ]);
}

console.log('\nAll of them, and what else was told.\n');
row([
  'polls',
  'rates told',
  'within 5 %',
  'largest error',
  'now: mean',
  'now: largest',
  'tokens told',
  'missed',
  'exact',
]);
row(Array.from({ length: 9 }, () => '-:'));
const truth = requests.reduce((sum, { eval_count }) => sum + eval_count, 0);
for (const { second, runs: all } of runs) {
  const long = requests
    .map((_, place) => place)
    .filter((place) => (requests[place]?.eval_duration_ns ?? 0) >= 4e9);
  const errors = long.flatMap((place) => errorsOf(all, place));
  const now = all.flatMap(({ nowErrors }) => nowErrors);
  const last = all.map(({ readings }) => readings.at(-1)?.reading);
  const span = (values: number[]) => `${Math.min(...values)} … ${Math.max(...values)}`;
  const exact = all.map((one) => one.requests.filter(({ found }) => found?.exact === true).length);
  row([
    `${second} s`,
    `${errors.length} of ${long.length * all.length}`,
    errors.filter((error) => Math.abs(error) <= 5).length,
    percent(worst(errors)),
    percent(mean(now)),
    percent(worst(now)),
    `${span(last.map((one) => one?.generatedTokensAtLeast ?? 0))} of ${truth}`,
    span(last.map((one) => one?.missedRequestsAtLeast ?? 0)),
    `${span(exact)} of ${requests.length}`,
  ]);
}
