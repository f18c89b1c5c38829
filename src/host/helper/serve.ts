import { systemErrorCode } from '../../failures.js';
import type { HelperMethods, HelperRequest, HelperResponse } from './protocol.js';

/**
 * Answers the questions of the parent with the methods that `load` gives, and ends with the parent. A process
 * whose methods cannot be loaded ends with an exit status.
 */
export async function serve(load: () => Promise<HelperMethods>): Promise<void> {
  // A call stuck in a library or the kernel also blocks process.exit(), so it leaves by a signal; the group takes
  // the programs it runs with it.
  process.on('disconnect', () =>
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'),
  );
  const methods = await load();
  process.on('message', (request: HelperRequest) => {
    void answer(methods, request).then(send);
  });
}

async function answer(methods: HelperMethods, { id, method, args }: HelperRequest): Promise<HelperResponse> {
  try {
    const call = methods[method];
    if (call === undefined) throw new Error(`the helper has no method ${method}`);
    const value: unknown = await Reflect.apply(call, undefined, args);
    return { id, ok: true, value };
  } catch (thrown) {
    return failed(id, thrown);
  }
}

function send(response: HelperResponse): void {
  try {
    process.send?.(response);
  } catch (thrown) {
    // The value cannot be sent (a function, say); the question is answered all the same.
    process.send?.(failed(response.id, thrown));
  }
}

function failed(id: number, thrown: unknown): HelperResponse {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { id, ok: false, message, code: systemErrorCode(thrown) };
}
