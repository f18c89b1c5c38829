/**
 * Loaded into a service that is looked at (`--import`): at SIGWINCH, of which it takes no notice otherwise, it collects
 * its garbage, and writes what it still holds to the file that HELD_FILE names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const path = process.env['HELD_FILE'];
if (isMainThread && path !== undefined) {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  process.on('SIGWINCH', () => {
    // What the first finds to be dead lets go of more.
    for (let turn = 0; turn < 2; turn += 1)
      if (typeof collect === 'function') Reflect.apply(collect, null, []);
    const { heapUsed: heap, arrayBuffers: buffers } = process.memoryUsage();
    writeFileSync(`${path}~`, JSON.stringify({ heap, buffers }));
    renameSync(`${path}~`, path);
  });
}
