/**
 * The long form of the fuzzing, `npm run fuzz [-- --runs 1000000 --parser parseProcStat]`: so many inputs for all parsers
 * together, texts of 1 MB, then services on damaged machines (`--machines 20` times each of them). Says the seed
 * (`FUZZ_SEED`) and the shortest text of every fault; exit code 1 for any.
 */
import { parseArgs } from 'node:util';
import { chosenSeed, dearest, faultIn } from './campaign.js';
import { faultsOn, machines } from './machines.js';
import { parsers } from './parsers.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    long: { type: 'string', default: '200' },
    parser: { type: 'string' },
    machines: { type: 'string', default: '20' },
  },
});
const names = Object.keys(parsers).filter((name) => values.parser === undefined || name === values.parser);
const each = Math.ceil(Number(values.runs) / names.length);
const seed = chosenSeed();
let faults = 0;
let worst = { ms: 0, text: '' };
say(`seed ${seed}: ${names.length} parsers, ${each} inputs each, ${values.long} of 1 MB each`);
names.forEach((name, place) => {
  const began = performance.now();
  const fault = faultIn(name, { runs: each, seed });
  const long = dearest(name, { runs: Number(values.long), seed, size: 1_000_000, enough: 1_000 });
  if (long.ms > worst.ms) worst = { ms: long.ms, text: `${name} ${JSON.stringify(long.text)}` };
  const isSlow = long.ms > 1_000;
  if (fault !== null || isSlow) faults += 1;
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  say(
    `${place + 1}/${names.length} ${name}: ${fault ?? 'ok'}, 1 MB in ${Math.round(long.ms)} ms (${seconds} s)`,
  );
  if (isSlow) say(`  SLOW ${JSON.stringify(long.text)}`);
});
say(
  `${names.length * each} inputs, ${faults} parsers with faults; 1 MB took ${Math.round(worst.ms)} ms at most: ${worst.text}`,
);
const times = values.parser === undefined ? Number(values.machines) : 0;
for (const machine of machines) {
  const found: string[] = [];
  for (let time = 0; time < times; time += 1) found.push(...(await faultsOn(machine, seed + time)));
  if (found.length > 0) faults += 1;
  if (times > 0) say(`${machine}, damaged ${times} times: ${found.join('\n  ') || 'ok'}`);
}
process.exitCode = faults === 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
