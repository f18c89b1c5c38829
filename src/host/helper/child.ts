import { systemErrorCode } from '../../failures.js';
import { hazards, type HazardName } from './hazards.js';
import type { HelperMethods, HelperRequest, HelperResponse } from './protocol.js';

/**
 * The helper process: does for its parent what may block or crash, one hazard a process. Its only argument is
 * the hazard's name. It ends with its parent.
 */

// A call stuck in a library or the kernel also blocks process.exit(), so it leaves by a signal.
const leave = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', leave);
// Ctrl-C in a terminal reaches the whole group; the parent decides when its helpers end.
process.on('SIGINT', () => undefined);

const methods: HelperMethods = await hazards[process.argv[2] as HazardName]();

process.on('message', (request: HelperRequest) => {
  void answer(request).then((response) => process.send?.(response));
});

async function answer({ id, method, args }: HelperRequest): Promise<HelperResponse> {
  try {
    const call = methods[method];
    if (call === undefined) throw new Error(`the helper has no method ${method}`);
    return { id, ok: true, value: await call(...(args as never[])) };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { id, ok: false, message, code: systemErrorCode(thrown) };
  }
}
