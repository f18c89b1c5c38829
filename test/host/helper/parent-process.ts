import { fileURLToPath } from 'node:url';
import type { HazardName } from '../../../src/host/helper/hazards.js';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from './trouble-child.js';

/**
 * A process that has nothing but a helper: asks it one question it answers, tells its process id, then asks the
 * method named by the second argument (a hazard is the first), and with a third argument closes the helper.
 */
const [hazard, method, close] = process.argv.slice(2);
const file = fileURLToPath(new URL('./trouble-child.js', import.meta.url));
const helper = new Helper<typeof methods>(hazard as HazardName, {}, { file });
const answer = await helper.ask('double', [21], 60_000);
const stuck = method === undefined ? null : helper.ask(method as 'never', [], 60_000);
process.stdout.write(`${JSON.stringify({ helper: helper.pid, answer })}\n`);
if (close !== undefined) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  process.stdout.write('closing\n');
  helper.close();
}
if (stuck !== null) {
  const outcome = await stuck.catch((thrown: unknown) => thrown);
  process.stdout.write(`${String(outcome)}\n`);
  // With something else to do, as a service has.
  if (close === undefined) setInterval(() => undefined, 1_000);
}
