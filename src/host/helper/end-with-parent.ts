import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Ends this process, and the programs it runs, as soon as its parent has gone, even while the main thread is
 * blocked: a second thread watches standard input, whose other end closes with the parent. Costs about 9 MB, so
 * it is for hazards that block the thread; the others notice by the `disconnect` event.
 */
export async function endWithParent(): Promise<void> {
  const watch = new Worker(watchStandardInput, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
  await once(watch, 'online');
}

const watchStandardInput = `
const { Socket } = require('node:net');
const leave = () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
new Socket({ fd: 0, readable: true, writable: false }).on('error', leave).on('close', leave).resume();
`;
