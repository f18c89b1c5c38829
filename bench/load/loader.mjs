import { fork } from 'node:child_process';
import { once } from 'node:events';
import { pinned } from '../measure/processors.mjs';

const program = new URL('client.mjs', import.meta.url);

/**
 * Starts the client process, on the processor for clients where there are two. `round()` asks a server for `seconds`
 * and resolves with what was seen; it throws when an answer was none or had another status than 200.
 */
export function loader() {
  const child = fork(program, { ...pinned('client'), serialization: 'advanced' });
  const round = async (order) => {
    child.send(order);
    const [{ seen, thrown }] = await once(child, 'message');
    if (thrown !== undefined) throw new Error(`${order.path}: ${thrown}`);
    const wrong = Object.keys(seen.statuses).filter((status) => status !== '200');
    if (wrong.length > 0) throw new Error(`${order.path} answered with ${wrong.join(', ')}`);
    return seen;
  };
  return { round, close: () => child.disconnect() };
}
