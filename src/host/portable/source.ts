import { Failure } from '../../failures.js';
import type { Helper } from '../helper/helper.js';
import type { methods } from '../helper/portable.js';
import type { PortableFacts } from './portable.js';

/** On Windows a first call starts PowerShell, which takes seconds. */
const deadline = 10_000;

/**
 * Asks `helper`, `mounts` for what waits for ever on a dead network mount, and `cards` for graphics cards, for which
 * the library runs `nvidia-smi` without a deadline.
 */
export function portableFacts(
  helper: Helper<typeof methods>,
  mounts: Helper<typeof methods>,
  cards: Helper<typeof methods>,
): PortableFacts {
  return {
    cpu: () => helper.ask('cpu', [], deadline),
    currentLoad: () => helper.ask('currentLoad', [], deadline),
    mem: () => helper.ask('mem', [], deadline),
    fsSize: () => mounts.ask('fsSize', [], deadline),
    networkInterfaces: () => askInterfaces(helper),
    networkStats: () => helper.ask('networkStats', [], deadline),
    osInfo: () => helper.ask('osInfo', [], deadline),
    cpuTemperature: () => helper.ask('cpuTemperature', [], deadline),
    battery: () => helper.ask('battery', [], deadline),
    processes: () => helper.ask('processes', [], deadline),
    time: () => helper.ask('time', [], deadline),
    loadAverage: () => helper.ask('loadAverage', [], deadline),
    graphics: () => askGraphics(cards),
  };
}

/** The library's type also allows for the one default interface, which was not asked for. */
async function askInterfaces(helper: Helper<typeof methods>) {
  const answer = await helper.ask('networkInterfaces', [], deadline);
  return Array.isArray(answer) ? answer : [answer];
}

async function askGraphics(helper: Helper<typeof methods>) {
  const answer = await helper.ask('graphics', [], deadline);
  if (answer !== null) return answer.controllers;
  throw new Failure('unsupported', 'systeminformation does not know the graphics cards of this system');
}
