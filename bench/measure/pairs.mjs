import { keyHeader } from '../servers/start.mjs';
import { median } from './numbers.mjs';
import { processorOf } from './tree-cost.mjs';

/**
 * This service and another server, asked for the same in turn: `times` times ours, theirs, theirs, ours, each for so
 * many `seconds`. Ratios are those of ours beside theirs, one of each pair; of processor time it is how many requests
 * ours answers in the time of one of theirs.
 */
export async function pairs(client, { own, other, path, connections, plan: [times, seconds] }) {
  const turn = async (server, place, length = seconds) => {
    const before = processorOf(server.pid);
    const headers = server === own ? keyHeader(place) : {};
    const seen = await client.round({ port: server.port, path, headers, connections, seconds: length });
    return { ...seen, cpu: ((processorOf(server.pid) - before) / seen.requests) * 1e6 };
  };
  // Its code is compiled as it gets hot.
  await turn(own, 0, seconds * 2);
  await turn(other, 0, seconds);
  const found = [];
  for (let place = 0; place < times; place += 1) {
    const [first, second, third, fourth] = [own, other, other, own];
    const a = await turn(first, place);
    const b = await turn(second, place);
    const c = await turn(third, place);
    const d = await turn(fourth, place + 1);
    found.push([a, b], [d, c]);
  }
  const ratio = (what) => found.map(([ours, theirs]) => ours[what] / theirs[what]);
  const ofAll = (side, what) => median(found.map((pair) => pair[side][what]));
  return {
    ratio: ratio('perSecond'),
    p50Ratio: ratio('p50'),
    p99Ratio: ratio('p99'),
    cpuRatio: found.map(([ours, theirs]) => theirs.cpu / ours.cpu),
    ours: Object.fromEntries(['perSecond', 'p50', 'p99', 'cpu'].map((what) => [what, ofAll(0, what)])),
    bare: Object.fromEntries(['perSecond', 'p50', 'p99', 'cpu'].map((what) => [what, ofAll(1, what)])),
    clientBusy: Math.max(...found.flat().map(({ clientBusy }) => clientBusy)),
  };
}
