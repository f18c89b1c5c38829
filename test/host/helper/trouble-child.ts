import { spawn } from 'node:child_process';
import { endWithParent } from '../../../src/host/helper/end-with-parent.js';
import { serve } from '../../../src/host/helper/serve.js';

const never = () => new Promise<never>(() => undefined);

/** Every way in which a helper can answer or not answer. */
export const methods = {
  double: (value: number) => value * 2,
  environment: () => ({ ...process.env }),
  throwCode: (code: string) => {
    throw Object.assign(new Error(`${code}: as the kernel says it`), { code });
  },
  throwText: () => {
    throw 'just text';
  },
  unsendable: () => () => undefined,
  never,
  block: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  crash: () => {
    process.kill(process.pid, 'SIGSEGV');
    return never();
  },
  exit: () => process.exit(7),
  hangUp: () => {
    process.removeAllListeners('disconnect');
    setImmediate(() => process.disconnect());
    setInterval(() => undefined, 1e6);
    return never();
  },
  /** Starts a program that runs for ever and gives its process id. */
  program: () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }).pid ?? -1,
};

if (process.send !== undefined) {
  await serve(async () => {
    if (process.argv[2] === 'portable') await endWithParent();
    return methods;
  });
}
