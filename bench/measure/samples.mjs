/**
 * What one reading of each domain costs, in a process of its own, on the machine that its settings name: tells its
 * parent the domain, the processor time of one (ms, helper processes included) and how long one took (ms).
 * The argument is for how many seconds each is read.
 */
import { buildApp } from '../../dist/src/app.js';
import { systemHost } from '../../dist/src/host/system-host.js';
import { Schedule } from '../../dist/src/sampling/schedule.js';
import { readCommand } from '../../dist/src/settings/command.js';
import { processorOf } from './tree-cost.mjs';

const seconds = Number(process.argv[2] ?? 1);
// Nothing of the service keeps a process running before it listens.
setInterval(() => undefined, 1000);
/** @type {{ name: string, readNow: () => Promise<{ ok: boolean }> }[]} */
const samplers = [];
const { add } = Schedule.prototype;
Schedule.prototype.add = function (sampler) {
  samplers.push(/** @type {any} */ (sampler));
  add.call(this, sampler);
};

const command = readCommand([], process.env);
if (command.kind !== 'serve') throw new Error('these are not settings of a service');
const { settings } = command;
const ollama = { url: settings.ollamaUrl, headers: settings.ollamaHeaders };
const host = systemHost({ ...settings, ollama, environment: process.env });
const app = await buildApp({ settings, host });
await app.ready();
// Helpers start with the first reading that needs them, and what is read again and again is compiled.
for (const sampler of samplers) for (let turn = 0; turn < 20; turn += 1) await sampler.readNow();
await new Promise((resolve) => setTimeout(resolve, 1000));
const found = [];
for (const sampler of samplers) {
  const began = performance.now();
  const before = processorOf(process.pid);
  let count = 0;
  let failed = 0;
  for (; performance.now() - began < seconds * 1000; count += 1) {
    if (!(await sampler.readNow()).ok) failed += 1;
    // Timers and answers of helpers get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const cpu = ((processorOf(process.pid) - before) / count) * 1000;
  found.push({ name: sampler.name, cpu, took: (performance.now() - began) / count, count, failed });
}
process.send?.(found);
process.disconnect?.();
await app.close();
process.exit();
