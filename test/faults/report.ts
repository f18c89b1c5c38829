/**
 * The long form of the faults, `npm run faults [-- --seconds 20]`: each source of a running service goes wrong by itself
 * in each way, and all at once, at 100 requests a second; then what can be done to the process. Writes the tables of
 * docs/reliability.md; exit code 1 when something is not as it should be.
 */
import { parseArgs } from 'node:util';
import { measuredOn, writePart } from './page.js';
import { faults, type Fault, type Source } from './sources.js';
import { storms, type Storm } from './storms.js';
import { faultyService, trial, type Outcome } from './trial.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);

const rows: string[] = [];
let wrong = 0;
const all = await count();
for (let place = 0; place < all; place += 1) {
  for (const fault of faults) await row((sources) => sources.slice(place, place + 1), fault);
}
for (const fault of faults) await row((sources) => sources, fault);

const stormRows: Storm[] = [];
for (const storm of storms) {
  const became = await storm();
  say(`${became.isWell ? 'ok  ' : 'FAIL'} ${became.name}: ${became.found}`);
  if (!became.isWell) wrong += 1;
  stormRows.push(became);
}
write();
process.exitCode = wrong === 0 ? 0 : 1;

async function count(): Promise<number> {
  const service = await faultyService();
  await service.end();
  await service.close();
  return service.sources.length;
}

/** One row: a service of its own, so that what one fault leaves behind is not told of the next. */
async function row(choose: (sources: readonly Source[]) => readonly Source[], fault: Fault): Promise<void> {
  const service = await faultyService();
  const chosen = choose(service.sources).filter((one) => one.faults.includes(fault));
  if (chosen.length > 0) {
    const outcome = await trial(service, chosen, fault, { seconds });
    for (const one of chosen) if (one.faults.includes('hang')) one.become('hang');
    const { code, ms } = await service.end();
    const name = chosen.length === 1 ? (chosen[0]?.name ?? '') : 'all at once';
    rows.push(rowOf(name, fault, outcome, ms));
    say(rows.at(-1) ?? '');
    if (!isWell(outcome) || code !== 0 || ms > 1_000) {
      wrong += 1;
      say(`FAIL ${name}, ${fault}`);
    }
  }
  await service.close();
}

function isWell({ statuses, heals }: Outcome): boolean {
  return heals !== null && [...statuses.keys()].every((status) => status === 200 || status === 503);
}

function rowOf(name: string, fault: Fault, outcome: Outcome, ends: number): string {
  const { statuses, p50, p99, max, cpu, before, after, heals } = outcome;
  const counts = [200, 503].map((status) => statuses.get(status) ?? 0);
  const cells = [
    name,
    fault,
    ...counts,
    ...[p50.toFixed(1), p99.toFixed(1), max.toFixed(0)],
    cpu.toFixed(0),
    `${before.memory.toFixed(0)} → ${after.memory.toFixed(0)}`,
    after.children,
    heals === null ? 'not' : heals.toFixed(1),
    ends.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function write(): void {
  writePart('machine', [`Measured: ${measuredOn()}; the clients ran on the same processors.`]);
  writePart('sources', [
    '| source | goes wrong by | 200 | 503 | p50 ms | p99 ms | max ms | CPU % | memory MiB | processes | sound again after s | ends in ms |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...rows,
  ]);
  const others = stormRows.map(({ name, found }) => `| ${name} | ${found} |`);
  writePart('process', ['| what | what became of it |', '| --- | --- |', ...others]);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
