import t from 'tap';
import { chosenSeed } from './campaign.js';
import { faultsOn, machines } from './machines.js';

t.setTimeout(120_000);

const seed = chosenSeed();
t.comment(`FUZZ_SEED=${seed}`);

/** Of each kind of machine one; `npm run fuzz` takes all, often. */
const chosen = machines.filter((name) => /vm-2|sick-card|storage-stack|darwin/.test(name));

for (const machine of chosen) {
  void t.test(`${machine}, its files damaged: what is served is what the document says`, async (t) => {
    t.same(await faultsOn(machine, seed), []);
  });
}
