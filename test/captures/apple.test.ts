import t from 'tap';
import { recordingsIn, skip } from '../helpers/machines/captures.js';

/** Recordings that this backend does not read, each with the reason. There is none of ioreg, which it does read. */
const notRead: Record<string, string> = {
  'apple/beszel-powermetrics-gpu_power.txt':
    'powermetrics runs as root only, which this service never asks for',
  'apple/beszel-macmon.jsonl':
    'macmon is not part of macOS and measures for a whole interval whenever it is run',
};

t.test('every recording is one that is known not to be read', { skip }, (t) => {
  t.strictSame(
    recordingsIn('apple')
      .map(({ file }) => file)
      .sort(),
    Object.keys(notRead).sort(),
  );
  t.end();
});
