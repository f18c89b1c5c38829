import { historyFile } from '../../../src/host/history/file.js';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from '../../../src/host/helper/history/methods.js';
import { bucketWith } from '../../helpers/history/store.js';

/**
 * A process that writes a history file without a pause and says each number that has been written; its arguments
 * are the file and the first number. Killed by tests at any instant.
 */
const [, , path = '', first = '0'] = process.argv;
const store = historyFile(
  () => new Helper<typeof methods>('historyFile', { PATH: process.env['PATH'] ?? '' }),
  path,
);
try {
  await store.open();
  for (let number = Number(first); ; number += 1) {
    await store.write({
      series: [{ id: 1, metric: 'x', instance: null }],
      buckets: [
        bucketWith(1, number, number % 256),
        bucketWith(2, Math.floor(number / 20), Math.floor(number / 20) % 256),
      ],
      energy: [{ gpu: 'a', joules: number, counter: null, sensor: null, countedAt: null, since: 0 }],
      limits: [{ tier: 1, oldest: number - 500, most: null }],
    });
    process.stdout.write(`${number}\n`);
  }
} catch (thrown) {
  process.stdout.write(`failed: ${(thrown as Error).message}\n`);
  process.exit(1);
}
